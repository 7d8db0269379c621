/** The generic JSON or text protocol: scripted replies, greetings and unsolicited messages. */
@NullMarked
package dev.softphone.loadtest.simulator.messages;

import org.jspecify.annotations.NullMarked;

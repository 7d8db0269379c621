/** Against Prosody, as Debian ships it: an XMPP server that nobody wrote for this project. */
@NullMarked
package dev.softphone.loadtest.e2e.prosody;

import org.jspecify.annotations.NullMarked;

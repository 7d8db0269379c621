/** Against Kamailio, as Debian ships it: a SIP server that nobody wrote for this project. */
@NullMarked
package dev.softphone.loadtest.e2e.kamailio;

import org.jspecify.annotations.NullMarked;

/** SIP over WebSocket (RFC 7118): registration with digest, and calls, as a state machine without I/O. */
@NullMarked
package dev.softphone.loadtest.runner.signaling.sip;

import org.jspecify.annotations.NullMarked;

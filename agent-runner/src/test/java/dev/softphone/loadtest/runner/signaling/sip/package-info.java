/** Claims about SIP over WebSocket, checked against a wire that records. */
@NullMarked
package dev.softphone.loadtest.runner.signaling.sip;

import org.jspecify.annotations.NullMarked;

/** SIP over WebSocket (RFC 7118): codec, digest, registrar, and calls. */
@NullMarked
package dev.softphone.loadtest.simulator.sip;

import org.jspecify.annotations.NullMarked;

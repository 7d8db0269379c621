/**
 * XMPP over WebSocket as RFC 7395 frames it: each text message is one complete XML element. Reads with the JDK's StAX
 * parser, hardened and bounded; writes with everything escaped. Knows no protocol above the frame.
 */
@NullMarked
package dev.softphone.loadtest.runner.signaling.xmpp;

import org.jspecify.annotations.NullMarked;

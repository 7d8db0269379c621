/** Session descriptions as a browser writes them (RFC 8829), with nothing behind them. */
@NullMarked
package dev.softphone.loadtest.runner.signaling.sdp;

import org.jspecify.annotations.NullMarked;

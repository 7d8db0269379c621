/**
 * The Genesys Cloud softphone as the browser's SDK has it: a login of REST calls, then XMPP over WebSocket. A state
 * machine without I/O.
 */
@NullMarked
package dev.softphone.loadtest.runner.signaling.genesys;

import org.jspecify.annotations.NullMarked;

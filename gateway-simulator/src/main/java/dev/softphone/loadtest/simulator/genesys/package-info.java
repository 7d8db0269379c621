/** The Genesys Cloud protocol: tokens, REST, XMPP over WebSocket, and calls. Written from its description alone. */
@NullMarked
package dev.softphone.loadtest.simulator.genesys;

import org.jspecify.annotations.NullMarked;

/** Sockets: HTTP, the WebSocket upgrade and its refusals, frames, and the faults of established sockets. */
@NullMarked
package dev.softphone.loadtest.simulator.gateway;

import org.jspecify.annotations.NullMarked;

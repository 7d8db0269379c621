/** Sockets, REST calls and event loops: the only place that touches Vert.x and Netty. */
@NullMarked
package dev.softphone.loadtest.runner.net;

import org.jspecify.annotations.NullMarked;

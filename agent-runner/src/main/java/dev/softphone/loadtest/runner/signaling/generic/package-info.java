/** {@code GenericWebSocket}: REST calls, then messages by steps, over JSON or text. */
@NullMarked
package dev.softphone.loadtest.runner.signaling.generic;

import org.jspecify.annotations.NullMarked;

/** A softphone's life from its first attempt to its last word: a state machine without I/O, and what it counts. */
@NullMarked
package dev.softphone.loadtest.runner.softphone;

import org.jspecify.annotations.NullMarked;

/**
 * What a protocol must be able to do, and what it may ask for. One package per protocol implements it, each a state
 * machine without I/O.
 */
@NullMarked
package dev.softphone.loadtest.runner.signaling;

import org.jspecify.annotations.NullMarked;

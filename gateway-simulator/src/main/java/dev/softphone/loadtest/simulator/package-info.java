/** A scriptable WebRTC-softphone gateway that fails in every way users report, in a process of its own. */
@NullMarked
package dev.softphone.loadtest.simulator;

import org.jspecify.annotations.NullMarked;

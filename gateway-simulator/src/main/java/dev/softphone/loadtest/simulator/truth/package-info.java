/** What the gateway really did, counted exactly: the truth that tests compare a load generator with. */
@NullMarked
package dev.softphone.loadtest.simulator.truth;

import org.jspecify.annotations.NullMarked;

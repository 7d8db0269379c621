/** Which rule answers a request: pure bookkeeping of levels, rates and attempts, without network or clock. */
@NullMarked
package dev.softphone.loadtest.simulator.matching;

import org.jspecify.annotations.NullMarked;

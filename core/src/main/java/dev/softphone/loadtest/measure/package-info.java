/** What was measured: counters that add up, histograms that merge, evidence that says unknown where it is unknown. */
@NullMarked
package dev.softphone.loadtest.measure;

import org.jspecify.annotations.NullMarked;

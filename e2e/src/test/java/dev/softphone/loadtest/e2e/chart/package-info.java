/** The Helm chart: what it renders, refuses, grants and shows. */
@NullMarked
package dev.softphone.loadtest.e2e.chart;

import org.jspecify.annotations.NullMarked;

/** The measurements as Prometheus reads them. */
@NullMarked
package dev.softphone.loadtest.runner.metrics;

import org.jspecify.annotations.NullMarked;

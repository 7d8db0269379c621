/** Operator, runners and simulator as pods of a real cluster. */
@NullMarked
package dev.softphone.loadtest.e2e.cluster;

import org.jspecify.annotations.NullMarked;

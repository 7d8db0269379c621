/** Two runs side by side. Knows files and statuses; where they came from is its caller's. */
@NullMarked
package dev.softphone.loadtest.runner.compare;

import org.jspecify.annotations.NullMarked;

/** Where load may go: what a test sends to, and whether that is allowed. Names are resolved by others. */
@NullMarked
package dev.softphone.loadtest.targets;

import org.jspecify.annotations.NullMarked;

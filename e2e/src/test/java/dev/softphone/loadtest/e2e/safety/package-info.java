/** What must not leave: load to where it is not allowed, and secrets. */
@NullMarked
package dev.softphone.loadtest.e2e.safety;

import org.jspecify.annotations.NullMarked;

/** The generator is blamed where it is guilty, and only there. */
@NullMarked
package dev.softphone.loadtest.e2e.generator;

import org.jspecify.annotations.NullMarked;

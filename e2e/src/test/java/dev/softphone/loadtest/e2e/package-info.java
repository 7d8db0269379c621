/** The whole product, driven from outside. */
@NullMarked
package dev.softphone.loadtest.e2e;

import org.jspecify.annotations.NullMarked;

/** The process that drives softphones. */
@NullMarked
package dev.softphone.loadtest.runner;

import org.jspecify.annotations.NullMarked;

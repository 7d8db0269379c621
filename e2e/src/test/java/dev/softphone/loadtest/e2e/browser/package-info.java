/** The report as a browser shows it. */
@NullMarked
package dev.softphone.loadtest.e2e.browser;

import org.jspecify.annotations.NullMarked;

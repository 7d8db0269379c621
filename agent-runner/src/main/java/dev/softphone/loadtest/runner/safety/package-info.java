/** What keeps the load and its secrets where they belong: targets that may be loaded, values that must not be shown. */
@NullMarked
package dev.softphone.loadtest.runner.safety;

import org.jspecify.annotations.NullMarked;

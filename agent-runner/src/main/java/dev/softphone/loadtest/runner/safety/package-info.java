/** What keeps secrets where they belong: values that must not be shown. */
@NullMarked
package dev.softphone.loadtest.runner.safety;

import org.jspecify.annotations.NullMarked;

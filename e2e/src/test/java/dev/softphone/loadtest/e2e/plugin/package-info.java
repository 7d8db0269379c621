/** {@code kubectl softphone}, as a process, against a real API server. */
@NullMarked
package dev.softphone.loadtest.e2e.plugin;

import org.jspecify.annotations.NullMarked;

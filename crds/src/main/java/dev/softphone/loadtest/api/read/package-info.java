/**
 * From a manifest's text to a complete {@code LoadTest}, or to all the reasons why not: each with path, required and
 * observed. Pure: no file, clock or network.
 */
@NullMarked
package dev.softphone.loadtest.api.read;

import org.jspecify.annotations.NullMarked;

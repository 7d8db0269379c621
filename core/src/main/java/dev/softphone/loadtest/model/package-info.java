/**
 * A load test as the engine sees it: complete, immutable, never null. Every default is resolved and every unit fixed
 * before a value of this package exists; {@code SpecReader} (module crds) is the only maker of a {@link
 * dev.softphone.loadtest.model.LoadTest} from a manifest.
 */
@NullMarked
package dev.softphone.loadtest.model;

import org.jspecify.annotations.NullMarked;

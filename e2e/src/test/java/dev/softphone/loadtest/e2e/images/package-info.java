/** What a release pushes, and the workflow that does. */
@NullMarked
package dev.softphone.loadtest.e2e.images;

import org.jspecify.annotations.NullMarked;

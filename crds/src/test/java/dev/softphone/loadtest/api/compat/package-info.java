/** Whether the CRDs take what those of the last release took. */
@NullMarked
package dev.softphone.loadtest.api.compat;

import org.jspecify.annotations.NullMarked;

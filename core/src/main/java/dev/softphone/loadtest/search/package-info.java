/** How a search goes from trial to trial. */
@NullMarked
package dev.softphone.loadtest.search;

import org.jspecify.annotations.NullMarked;

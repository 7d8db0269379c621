/** From what was measured and judged to the status, the same locally and in a cluster; and to the next test. Pure: the time is passed in. */
@NullMarked
package dev.softphone.loadtest.api.status;

import org.jspecify.annotations.NullMarked;

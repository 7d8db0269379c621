/** What a runner tells the operator, as text that fits into a resource. */
@NullMarked
package dev.softphone.loadtest.api.report;

import org.jspecify.annotations.NullMarked;

/** What the operator creates, as pure functions of the test and its plan. */
@NullMarked
package dev.softphone.loadtest.operator.resources;

import org.jspecify.annotations.NullMarked;

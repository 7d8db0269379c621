/** Whose turn it is: one test after the other on a target, and no more softphones at once than the operator allows. */
@NullMarked
package dev.softphone.loadtest.operator.turn;

import org.jspecify.annotations.NullMarked;

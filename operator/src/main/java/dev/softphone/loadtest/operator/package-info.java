/** Watches tests and brings them from their manifest to their verdict: gather, decide, perform. */
@NullMarked
package dev.softphone.loadtest.operator;

import org.jspecify.annotations.NullMarked;

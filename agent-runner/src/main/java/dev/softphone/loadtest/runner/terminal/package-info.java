/** What a person at a terminal, or a log without one, sees of a run: pure text, and the thin writers of it. */
@NullMarked
package dev.softphone.loadtest.runner.terminal;

import org.jspecify.annotations.NullMarked;

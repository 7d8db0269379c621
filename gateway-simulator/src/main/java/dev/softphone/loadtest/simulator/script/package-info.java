/** What a script says: complete immutable values, and the strict reader that makes them from YAML. */
@NullMarked
package dev.softphone.loadtest.simulator.script;

import org.jspecify.annotations.NullMarked;

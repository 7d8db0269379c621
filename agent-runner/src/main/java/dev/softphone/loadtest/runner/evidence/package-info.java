/** What an outcome is called and what the generator's own host had to do with it. */
@NullMarked
package dev.softphone.loadtest.runner.evidence;

import org.jspecify.annotations.NullMarked;

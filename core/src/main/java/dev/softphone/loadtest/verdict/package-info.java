/** Why softphones failed and whether the test passed: pure rules over merged evidence. */
@NullMarked
package dev.softphone.loadtest.verdict;

import org.jspecify.annotations.NullMarked;

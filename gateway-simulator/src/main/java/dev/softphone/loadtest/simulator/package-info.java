@NullMarked
package dev.softphone.loadtest.simulator;

import org.jspecify.annotations.NullMarked;

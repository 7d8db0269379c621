@NullMarked
package dev.softphone.loadtest.operator;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.softphone.loadtest.operator.resources;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.softphone.loadtest.model;

import org.jspecify.annotations.NullMarked;

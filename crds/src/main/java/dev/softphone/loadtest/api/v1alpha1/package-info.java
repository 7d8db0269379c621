@NullMarked
package dev.softphone.loadtest.api.v1alpha1;

import org.jspecify.annotations.NullMarked;

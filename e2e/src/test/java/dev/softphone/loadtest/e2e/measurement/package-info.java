/** What is reported is what happened: counts and times held against the gateway's own. */
@NullMarked
package dev.softphone.loadtest.e2e.measurement;

import org.jspecify.annotations.NullMarked;

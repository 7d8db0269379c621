/** REST endpoints with token buckets and faults. */
@NullMarked
package dev.softphone.loadtest.simulator.rest;

import org.jspecify.annotations.NullMarked;

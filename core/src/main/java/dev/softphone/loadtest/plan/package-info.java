/**
 * Who does what and when: shares, intended start times, slots under a limit, retries, ports, and the trials of a
 * search. Pure arithmetic; time and randomness are passed in.
 */
@NullMarked
package dev.softphone.loadtest.plan;

import org.jspecify.annotations.NullMarked;

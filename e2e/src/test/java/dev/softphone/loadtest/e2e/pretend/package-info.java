/** Runners that report and load nothing. */
package dev.softphone.loadtest.e2e.pretend;

/** What things cost, printed and not asserted. */
package dev.softphone.loadtest.e2e.bench;

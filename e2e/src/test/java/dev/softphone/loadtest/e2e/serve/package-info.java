/** {@code softphone-load serve} as a pod runs it, against a real API server and with the rights that a pod gets. */
package dev.softphone.loadtest.e2e.serve;

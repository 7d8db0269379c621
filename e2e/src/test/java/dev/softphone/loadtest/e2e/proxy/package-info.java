/** Proxies that others wrote, between the softphones and the gateway: which of them refused, and why. */
@NullMarked
package dev.softphone.loadtest.e2e.proxy;

import org.jspecify.annotations.NullMarked;

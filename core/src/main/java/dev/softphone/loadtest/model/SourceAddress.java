package dev.softphone.loadtest.model;

/**
 * A local address to connect from.
 *
 * @param address a literal IPv4 or IPv6 address of this host
 * @param weight its share of the softphones; unequal shares tell a cap per source address from one per tenant
 */
public record SourceAddress(String address, int weight) {}

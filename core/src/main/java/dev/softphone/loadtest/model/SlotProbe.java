package dev.softphone.loadtest.model;

/**
 * The proof of a concurrency cap: once a plateau stands, close some softphones and see whether exactly as many of the
 * refused get in.
 *
 * @param close how many to close, 1 to 50
 */
public record SlotProbe(int close) {}

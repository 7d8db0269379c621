package dev.softphone.loadtest.runner.softphone;

/**
 * How an open socket ended without our asking.
 *
 * @param code {@code ws/<code>} for a close frame, {@code tcp/eof}, {@code tcp/reset}, {@code local/…}
 * @param answered whether the gateway said so itself, by a close frame
 * @param detail the close frame's reason, or what the transport said
 */
public record Closing(String code, boolean answered, String detail) {}

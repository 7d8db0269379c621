package dev.softphone.loadtest.runner.softphone;

/**
 * Why a socket or a REST call did not come about, where no HTTP answer says it.
 *
 * @param code {@code tcp/refused}, {@code tls/…}, {@code local/EMFILE}, …
 * @param detail what the transport said
 */
public record Failure(String code, String detail) {}

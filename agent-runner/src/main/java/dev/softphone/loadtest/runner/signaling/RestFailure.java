package dev.softphone.loadtest.runner.signaling;

/**
 * A REST call that got no answer.
 *
 * @param asked what was asked for
 * @param code {@code timeout/login}, {@code tcp/reset}, {@code local/EMFILE}, …
 * @param detail what the transport said, or the timer that ended the wait
 * @param saturated whether the wait overlapped our own saturation enough to be ours
 */
public record RestFailure(RestRequest asked, String code, String detail, boolean saturated) {}

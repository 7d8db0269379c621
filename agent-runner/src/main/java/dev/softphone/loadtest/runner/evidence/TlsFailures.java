package dev.softphone.loadtest.runner.evidence;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a TLS handshake did not come about: the same words for the JDK's engine and for BoringSSL. */
final class TlsFailures {

    /** The JDK: {@code Received fatal alert: handshake_failure}; BoringSSL: {@code TLSV1_ALERT_UNKNOWN_CA}. */
    private static final Pattern ALERT =
            Pattern.compile("Received fatal alert: (\\w+)|(?:SSLV3|TLSV1|TLSV13)_ALERT_(\\w+)");

    private TlsFailures() {}

    /**
     * {@code tls/closed} (the peer hung up), {@code tls/timeout}, {@code tls/not-tls}, {@code tls/expired}, {@code
     * tls/not-yet-valid}, {@code tls/untrusted}, {@code tls/name}, {@code tls/<alert>} by the name of RFC 8446 §6, {@code
     * tls/handshake} for anything else.
     */
    static String code(List<Throwable> chain) {
        for (Throwable t : chain) {
            String reason = reason(t);
            if (!reason.isEmpty()) {
                return "tls/" + reason;
            }
        }
        return "tls/handshake";
    }

    private static String reason(Throwable t) {
        if (t instanceof SslHandshakeTimeoutException) {
            return "timeout";
        }
        if (t instanceof NotSslRecordException) {
            return "not-tls";
        }
        if (t instanceof ClosedChannelException) {
            return "closed";
        }
        if (t instanceof CertificateExpiredException) {
            return "expired";
        }
        if (t instanceof CertificateNotYetValidException) {
            return "not-yet-valid";
        }
        if (t instanceof CertPathBuilderException) {
            return "untrusted";
        }
        String text = String.valueOf(t.getMessage());
        Matcher alert = ALERT.matcher(text);
        if (alert.find()) {
            return (alert.group(1) != null ? alert.group(1) : alert.group(2)).toLowerCase(Locale.ROOT);
        }
        return text.contains("subject alternative") || text.contains("No name matching") ? "name" : "";
    }
}

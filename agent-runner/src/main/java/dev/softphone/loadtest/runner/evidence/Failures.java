package dev.softphone.loadtest.runner.evidence;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.UpgradeRejectedException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import javax.net.ssl.SSLException;

/**
 * What an exception of Vert.x 4.5 and Netty 4.1 means, as an outcome code. What can and cannot be told apart was
 * established against real sockets and is kept so by a test; {@code docs/measuring.md} has the table.
 */
public final class Failures {

    private static final int DEEPEST = 16;
    /** What Netty's decoder calls an answer that is no HTTP. */
    private static final int NOT_HTTP = 999;

    private Failures() {}

    /**
     * The outcome code: {@code http/…}, {@code tcp/…}, {@code tls/…}, {@code dns/…}, {@code protocol/…}, {@code
     * timeout/answer}, {@code local/…} for the generator's own faults only, {@code unknown/<exception>} for the rest.
     */
    public static String code(Throwable failure) {
        List<Throwable> chain = chain(failure);
        return http(chain)
                .or(() -> tls(chain))
                .or(() -> dns(chain))
                .or(() -> system(chain))
                .or(() -> webSocket(chain))
                .or(() -> closed(chain))
                .orElseGet(() -> "unknown/" + failure.getClass().getSimpleName());
    }

    /**
     * The outcome code, where it is known from elsewhere whether the peer reset the connection: Vert.x tells a reset
     * from an orderly end only once the socket is open.
     */
    public static String code(Throwable failure, boolean reset) {
        String code = code(failure);
        return reset && (code.equals("tcp/eof") || code.equals("tls/closed")) ? "tcp/reset" : code;
    }

    /** The message that says most, the innermost; may quote the gateway, and so has to pass the redactor. */
    public static String detail(Throwable failure) {
        List<Throwable> chain = chain(failure);
        for (int i = chain.size() - 1; i >= 0; i--) {
            String message = chain.get(i).getMessage();
            if (message != null && !message.isBlank()) {
                return chain.get(i) instanceof NoRouteToHostException
                        ? message.replaceFirst("^null(?=: )", "no route to host")
                        : message;
            }
        }
        return failure.getClass().getSimpleName();
    }

    /**
     * Loads every class that {@link #code} may need, and what a log line needs (the time zones), while there is a descriptor
     * to load them with: an event loop that cannot log its warning dies of it.
     */
    public static void preload() {
        new SimpleFormatter().format(new LogRecord(Level.WARNING, "example"));
        Throwable example = new IOException("example", new SSLException("example"));
        detail(example);
        code(example, true);
        code(new UnknownHostException("example"), true);
        code(new IllegalStateException("example"), true);
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable t = failure; t != null && chain.size() < DEEPEST && !chain.contains(t); t = t.getCause()) {
            chain.add(t);
        }
        return chain;
    }

    private static boolean has(List<Throwable> chain, Class<? extends Throwable> type) {
        return chain.stream().anyMatch(type::isInstance);
    }

    private static String text(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }

    private static Optional<String> http(List<Throwable> chain) {
        return chain.stream()
                .filter(UpgradeRejectedException.class::isInstance)
                .map(refused -> ((UpgradeRejectedException) refused).getStatus())
                .map(status -> status == NOT_HTTP ? "protocol/not-http" : "http/" + status)
                .findFirst();
    }

    private static Optional<String> tls(List<Throwable> chain) {
        return has(chain, SSLException.class) ? Optional.of(TlsFailures.code(chain)) : Optional.empty();
    }

    private static Optional<String> dns(List<Throwable> chain) {
        if (has(chain, DnsNameResolverTimeoutException.class)) {
            return Optional.of("dns/timeout");
        }
        for (Throwable t : chain) {
            if (t instanceof DnsErrorCauseException cause && !DnsResponseCode.NXDOMAIN.equals(cause.getCode())) {
                return Optional.of("dns/"
                        + cause.getCode().toString().replaceAll("\\(.*", "").toLowerCase(Locale.ROOT));
            }
        }
        return has(chain, UnknownHostException.class) ? Optional.of("dns/notfound") : Optional.empty();
    }

    private static Optional<String> system(List<Throwable> chain) {
        if (has(chain, ConnectTimeoutException.class)) {
            return Optional.of("tcp/timeout");
        }
        Optional<String> told = chain.stream()
                .map(t -> Errno.code(text(t)))
                .flatMap(Optional::stream)
                .findFirst();
        if (told.isPresent()) {
            return told;
        }
        // Netty's own of ENETUNREACH and EHOSTUNREACH has no text.
        if (has(chain, NoRouteToHostException.class)) {
            return Optional.of("tcp/unreachable");
        }
        if (has(chain, BindException.class)) {
            return Optional.of("local/EADDRNOTAVAIL");
        }
        return has(chain, ConnectException.class) ? Optional.of("tcp/refused") : Optional.empty();
    }

    private static Optional<String> webSocket(List<Throwable> chain) {
        for (Throwable t : chain) {
            if (t instanceof WebSocketClientHandshakeException) {
                return Optional.of(text(t).contains("subprotocol") ? "protocol/subprotocol" : "protocol/handshake");
            }
            if (t instanceof CorruptedWebSocketFrameException || t instanceof TooLongFrameException) {
                return Optional.of(text(t).contains("length") ? "protocol/too-long" : "protocol/frame");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> closed(List<Throwable> chain) {
        for (Throwable t : chain) {
            if (t instanceof WebSocketHandshakeException
                    || t instanceof HttpClosedException
                    || t instanceof ClosedChannelException
                    || (t instanceof VertxException && text(t).contains("closed"))) {
                return Optional.of("tcp/eof");
            }
            if (t instanceof TimeoutException) {
                return Optional.of("timeout/answer");
            }
        }
        return Optional.empty();
    }
}

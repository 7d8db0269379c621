package dev.softphone.loadtest.simulator.gateway;

import dev.softphone.loadtest.simulator.script.Action;
import dev.softphone.loadtest.simulator.script.Durations;
import dev.softphone.loadtest.simulator.truth.Truth;
import io.netty.handler.codec.http.FullHttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /truth}, and faults at an instant the caller chooses: {@code POST /control/drop-all}, {@code POST
 * /control/pause?for=1s}. Faults are for callers on loopback only. For the gateway's thread only.
 */
final class ControlDesk implements HttpService {
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private final OpenSockets sockets;
    private final Loop loop;
    private final Truth truth;

    ControlDesk(OpenSockets sockets, Loop loop, Truth truth) {
        this.sockets = sockets;
        this.loop = loop;
        this.truth = truth;
    }

    /** Whether a request is for the control desk and no part of a test. */
    static boolean isFor(FullHttpRequest request) {
        return isReserved(request.uri());
    }

    private static boolean isReserved(String uri) {
        return uri.equals("/truth") || uri.startsWith("/truth?") || uri.startsWith("/control/");
    }

    @Override
    public void serve(Exchange exchange) {
        HttpView request = exchange.request();
        boolean local =
                exchange.connection().channel().remoteAddress().getAddress().isLoopbackAddress();
        switch (request.method() + " " + request.path()) {
            case "GET /truth" -> exchange.answer(200, JSON, truth.toJson().toPrettyString());
            case "POST /control/drop-all" -> {
                if (local) {
                    dropAll(exchange);
                } else {
                    refuseRemote(exchange);
                }
            }
            case "POST /control/pause" -> {
                if (local) {
                    pause(exchange);
                } else {
                    refuseRemote(exchange);
                }
            }
            default -> exchange.answer(404, Map.of(), "GET /truth, POST /control/drop-all, POST /control/pause\n");
        }
    }

    private static void refuseRemote(Exchange exchange) {
        exchange.answer(
                403,
                Map.of(),
                "required a caller on loopback, observed "
                        + exchange.connection().sourceAddress() + "\n");
    }

    private void dropAll(Exchange exchange) {
        Action.@Nullable Ending how = ending(exchange.request());
        if (how == null) {
            exchange.answer(400, Map.of(), "how: required Fin, Reset, or Close with code=1001 (and reason=...)\n");
            return;
        }
        exchange.answer(200, JSON, "{\"dropped\": " + sockets.dropAll(List.of(), how) + "}\n");
    }

    private static Action.@Nullable Ending ending(HttpView request) {
        String how = Optional.ofNullable(request.query("how")).orElse("Fin");
        String code = Optional.ofNullable(request.query("code")).orElse("1001");
        String reason = Optional.ofNullable(request.query("reason")).orElse("");
        return switch (how) {
            case "Fin" -> new Action.Fin();
            case "Reset" -> new Action.Reset();
            case "Close" ->
                code.matches("1001|1008|1011|1012|1013|[34]\\d{3}") && reason.length() <= 40
                        ? new Action.Close(Integer.parseInt(code), reason)
                        : null;
            default -> null;
        };
    }

    private void pause(Exchange exchange) {
        Optional<Duration> length =
                Optional.ofNullable(exchange.request().query("for")).flatMap(Durations::parse);
        if (length.isEmpty() || length.get().compareTo(Duration.ofMinutes(1)) > 0) {
            exchange.answer(
                    400,
                    Map.of(),
                    "for: required a duration such as 1s, at most 1m, observed "
                            + exchange.request().query("for") + "\n");
            return;
        }
        exchange.answer(200, JSON, "{\"pausedForMillis\": " + length.get().toMillis() + "}\n");
        loop.after(Duration.ZERO, () -> sockets.pause(length.get()));
    }
}

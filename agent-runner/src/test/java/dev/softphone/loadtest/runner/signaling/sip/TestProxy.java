package dev.softphone.loadtest.runner.signaling.sip;

import dev.softphone.loadtest.model.CallPlan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A registrar and record-routing proxy for softphones of one test: messages wait on each way, in order, until they are
 * delivered one by one. Written apart from the code under test as far as the codec allows.
 */
final class TestProxy {
    private static final String ROUTE = "<sip:proxy.test;lr>";

    /** One softphone and the two ways between it and the proxy. */
    static final class Line {
        final String name;
        final SipSession session;
        final RecordingWire wire = new RecordingWire();
        private final Deque<String> inbound = new ArrayDeque<>();
        private String host = "";
        private boolean registered;

        private Line(String name, SipSession session) {
            this.name = name;
            this.session = session;
        }
    }

    final List<String> transcript = new ArrayList<>();
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final boolean challenging;

    TestProxy(boolean challenging) {
        this.challenging = challenging;
    }

    Line connect(String name, long seed, CallPlan plan) {
        Line line = new Line(name, Softphones.session(name, seed, plan));
        lines.put(name, line);
        line.session.begin(line.wire);
        line.session.opened(line.wire);
        settle();
        return line;
    }

    /** How many messages wait, either way. */
    int waiting() {
        return lines.values().stream()
                .mapToInt(line -> line.inbound.size() + line.wire.sent.size())
                .sum();
    }

    /** Delivers until nothing waits. */
    void settle() {
        for (int steps = 0; waiting() > 0; steps++) {
            if (steps > 1_000) {
                throw new AssertionError("the softphones talk for ever: " + transcript);
            }
            deliver(0);
        }
    }

    /** Delivers the first message of one of the ways on which one waits. */
    void deliver(int choice) {
        List<Line> from = lines.values().stream()
                .filter(line -> !line.wire.sent.isEmpty())
                .toList();
        List<Line> to =
                lines.values().stream().filter(line -> !line.inbound.isEmpty()).toList();
        int way = choice % (from.size() + to.size());
        if (way < from.size()) {
            Line line = from.get(way);
            String message = line.wire.sent.remove(0);
            transcript.add(line.name + " says\n" + message);
            fromSoftphone(line, message);
        } else {
            Line line = to.get(way - from.size());
            String message = line.inbound.remove();
            transcript.add(line.name + " hears\n" + message);
            line.session.received(message, line.wire);
        }
    }

    private void fromSoftphone(Line line, String text) {
        SipMessage message;
        try {
            message = SipMessage.parse(text);
        } catch (MalformedSipException e) {
            throw new AssertionError(text, e);
        }
        if (message instanceof SipRequest request) {
            requested(line, request, text);
        } else if (message instanceof SipResponse response) {
            answered(line, response, text);
        }
    }

    private void requested(Line line, SipRequest request, String text) {
        boolean begins = request.toTag() == null;
        boolean routed = request.headers().first("Route") != null;
        switch (request.method()) {
            case "REGISTER" -> register(line, request);
            case "INVITE" -> {
                if (begins && challenging && request.headers().first("Proxy-Authorization") == null) {
                    line.inbound.add(Softphones.answer(
                            request,
                            407,
                            "Proxy Authentication Required",
                            "Proxy-Authenticate",
                            "Digest realm=\"proxy.test\", nonce=\"n\", qop=\"auth\""));
                    return;
                }
                line.inbound.add(SipAnswers.to(request, 100, "Trying", "").end());
                forward(line, request, text);
            }
            case "CANCEL" -> {
                line.inbound.add(Softphones.answer(request, 200, "OK"));
                forward(line, request, text);
            }
            case "ACK" -> {
                // Without route it is about a failure, which this proxy acknowledged itself.
                if (routed) {
                    forward(line, request, text);
                }
            }
            default -> forward(line, request, text);
        }
    }

    private void register(Line line, SipRequest request) {
        if (challenging && request.headers().first("Authorization") == null) {
            line.inbound.add(Softphones.answer(
                    request,
                    401,
                    "Unauthorized",
                    "WWW-Authenticate",
                    "Digest realm=\"example.test\", nonce=\"r\", qop=\"auth\""));
            return;
        }
        String uri = HeaderValue.uri(request.headers().required("Contact"));
        line.host = hostOf(uri);
        line.registered = !request.headers().required("Expires").equals("0");
        line.inbound.add(Softphones.answer(
                request, 200, "OK", "Expires", request.headers().required("Expires")));
    }

    private void forward(Line from, SipRequest request, String text) {
        Line to = target(request.uri());
        if (to == null) {
            if (!request.method().equals("ACK") && !request.method().equals("CANCEL")) {
                from.inbound.add(Softphones.answer(request, 404, "Not Found"));
            }
            return;
        }
        String own = "\r\nVia: SIP/2.0/WSS proxy.test;branch=z9hG4bKp" + request.branch()
                + (request.method().equals("INVITE") ? "\r\nRecord-Route: " + ROUTE : "");
        int lineEnd = text.indexOf("\r\n");
        to.inbound.add(
                text.substring(0, lineEnd) + own + text.substring(lineEnd).replace("\r\nRoute: " + ROUTE, ""));
    }

    private void answered(Line from, SipResponse response, String text) {
        List<String> vias = response.headers().fields("Via");
        if (response.sequenceMethod().equals("CANCEL")) {
            return;
        }
        if (response.sequenceMethod().equals("INVITE") && response.status() >= 300) {
            from.inbound.add(SipText.request("ACK", "sip:x@" + from.host)
                    .header("Via", vias.get(0))
                    .header("From", response.headers().required("From"))
                    .header("To", response.headers().required("To"))
                    .header("Call-ID", response.callId())
                    .header("CSeq", response.sequence() + " ACK")
                    .end());
        }
        if (response.status() == 100) {
            return;
        }
        Line to = target("sip:" + vias.get(1).replaceFirst("^\\S+ ([^;]+).*", "x@$1"));
        Objects.requireNonNull(to).inbound.add(text.replaceFirst("\r\nVia: [^\r]*", ""));
    }

    private @Nullable Line target(String uri) {
        String host = hostOf(uri);
        for (Line line : lines.values()) {
            boolean named = uri.equals("sip:" + line.name + "@" + Softphones.DOMAIN);
            if (host.equals(line.host) || (named && line.registered)) {
                return line;
            }
        }
        return null;
    }

    private static String hostOf(String uri) {
        return uri.replaceFirst("^[^@]*@([^;]+).*", "$1");
    }
}

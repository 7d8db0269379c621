package dev.softphone.loadtest.simulator.genesys;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.simulator.gateway.JsonPaths;
import dev.softphone.loadtest.simulator.script.GenesysStanza;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of a media session, in either of the two ways to say it.
 *
 * @param sid the session
 * @param candidates how many ICE candidates it brings
 * @param last whether no candidates follow
 * @param detail the reason of an end, or the state of an info
 * @param problem what is wrong with it, or null
 */
record Signal(
        String sid,
        int candidates,
        boolean last,
        String detail,
        @Nullable String problem) {
    private static final String CANDIDATE =
            "a=candidate:\\S+ \\d+ \\S+ \\d+ \\S+ \\d+ typ (host|srflx|prflx|relay)( .*)?";

    private static Signal of(String sid, @Nullable String problem) {
        return new Signal(sid, 0, false, "", problem);
    }

    private static Signal of(String sid, String detail, @Nullable String problem) {
        return new Signal(sid, 0, false, detail, problem);
    }

    /** A message about a proposed session, which has nothing but its id. */
    static Signal message(XmlElement child) {
        return of(child.get("id"), child.get("id").isEmpty() ? child.name() + ": no id" : null);
    }

    /** JSON-RPC in an element. */
    static Signal json(XmlElement element, GenesysStanza kind) {
        JsonNode json = JsonPaths.parse(element.text());
        JsonNode params = json.path("params");
        String method = json.path("method").asText();
        String sid = params.path("sessionId").asText();
        String sdp = params.path("sdp").asText();
        if (!json.path("jsonrpc").asText().equals("2.0")) {
            return of(sid, method + ": no jsonrpc 2.0");
        }
        if (sid.isEmpty()) {
            return of(sid, method + ": no sessionId");
        }
        return switch (kind) {
            case ANSWER -> of(sid, SdpCheck.answer(sdp));
            case CANDIDATE -> candidates(sid, sdp);
            case INFO ->
                of(
                        sid,
                        params.path("status").asText(),
                        params.path("status").asText().equals("active") ? null : "info: no status active");
            case MUTE ->
                of(sid, List.of("audio", "video").contains(params.path("type").asText()) ? null : "mute: no type");
            default ->
                of(
                        sid,
                        params.path("reason").asText(),
                        params.path("reason").asText().isEmpty() ? "terminate: no reason" : null);
        };
    }

    private static Signal candidates(String sid, String sdp) {
        int count = 0;
        boolean last = false;
        for (String line : sdp.split("\r\n", -1)) {
            if (line.equals("a=end-of-candidates")) {
                last = true;
            } else if (line.startsWith("a=candidate:")) {
                count++;
                if (!line.matches(CANDIDATE)) {
                    return of(sid, "iceCandidate: not the form of a candidate");
                }
            }
        }
        return new Signal(sid, count, last, "", count == 0 && !last ? "iceCandidate: no candidate" : null);
    }

    /** Standard Jingle. */
    static Signal jingle(XmlElement jingle, GenesysStanza kind) {
        String sid = jingle.get("sid");
        String action = jingle.get("action");
        if (sid.isEmpty()) {
            return of(sid, action + ": no sid");
        }
        return switch (kind) {
            case ANSWER -> of(sid, SdpCheck.accept(jingle));
            case CANDIDATE -> transportInfo(sid, jingle);
            case INFO -> of(sid, "active", null);
            case MUTE -> of(sid, null);
            default -> {
                XmlElement reason = jingle.child(Namespaces.JINGLE, "reason");
                yield reason == null || reason.children().isEmpty()
                        ? of(sid, "session-terminate: no reason")
                        : of(sid, reason.children().get(0).name(), null);
            }
        };
    }

    private static Signal transportInfo(String sid, XmlElement jingle) {
        XmlElement content = jingle.child(Namespaces.JINGLE, "content");
        XmlElement transport = content == null ? null : content.child(Namespaces.ICE, "transport");
        if (transport == null) {
            return of(sid, "transport-info: no transport");
        }
        List<XmlElement> candidates = transport.all("candidate");
        boolean last = transport.child(Namespaces.ICE, "gathering-complete") != null;
        for (XmlElement candidate : candidates) {
            for (String needed : List.of("foundation", "component", "protocol", "priority", "ip", "port", "type")) {
                if (candidate.get(needed).isEmpty()) {
                    return of(sid, "transport-info: a candidate without " + needed);
                }
            }
        }
        boolean empty = candidates.isEmpty() && !last;
        return new Signal(sid, candidates.size(), last, "", empty ? "transport-info: no candidate" : null);
    }
}

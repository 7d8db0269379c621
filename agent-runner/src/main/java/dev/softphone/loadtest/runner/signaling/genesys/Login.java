package dev.softphone.loadtest.runner.signaling.genesys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.evidence.HttpRefusal;
import dev.softphone.loadtest.runner.evidence.JsonText;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.RestAnswer;
import dev.softphone.loadtest.runner.signaling.RestFailure;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import dev.softphone.loadtest.runner.signaling.Wire;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The REST calls of one login, one after the other where the SDK makes the first two at a time.
 *
 * <pre>
 * 1 GET  /organizations/me                  once             10 tries
 * 2 GET  /users/me?expand=station           once             10 tries
 * 3 GET  /users/me                          each attempt     a probe, whose answer nobody waits for
 * 4 GET  /users/me                          first hard       one try
 * 5 POST /notifications/channels            each hard        one try
 * 6 GET  /stations/{id}                     once             10 tries; a missing station is no harm
 * 7 PUT  /notifications/channels/{id}/subscriptions  each hard  one try; the softphone stays without them
 * </pre>
 *
 * 10 tries: after 408, 413, 429, 500, 502, 503, 504 or with a Retry-After, waited for exactly, 15 s without one; and after
 * no answer in time or a connection that broke. A host that is not found or refuses the connection is not asked again,
 * unlike in a browser, so that a wrong address is told at once. After 401 a token that was fetched is fetched anew, where
 * that makes sense, and the call is made again. What is tried again or put up with is a setback: it is
 * counted and ends nothing.
 */
final class Login {
    private static final int MOST_TRIES = 10;
    private static final Set<Integer> TRIED_AGAIN = Set.of(408, 413, 429, 500, 502, 503, 504);
    private static final Set<String> BROKEN = Set.of("tcp/reset", "tcp/eof", "tcp/timeout");
    private static final String BASE = "/api/v2";

    enum Call {
        ORGANIZATION("organization", "GET", true),
        USER_WITH_STATION("user-with-station", "GET", true),
        USER("user", "GET", false),
        CHANNEL("channel", "POST", false),
        STATION("station", "GET", true),
        SUBSCRIPTIONS("subscriptions", "PUT", false);

        private final String label;
        private final String method;
        private final boolean patient;

        Call(String label, String method, boolean patient) {
            this.label = label;
            this.method = method;
            this.patient = patient;
        }

        /** Whether the softphone goes on without it. */
        private boolean dispensable() {
            return this == STATION || this == SUBSCRIPTIONS;
        }
    }

    private final GenesysSettings settings;
    private final Identity identity;
    private final Memory memory;
    private final AccessToken token;
    private final ArrayDeque<Call> ahead = new ArrayDeque<>();
    private Consumer<Wire> done = wire -> {};
    private @Nullable Call current;
    private int tries;

    Login(GenesysSettings settings, Identity identity, Memory memory, AccessToken token) {
        this.settings = settings;
        this.identity = identity;
        this.memory = memory;
        this.token = token;
    }

    void reset() {
        ahead.clear();
        current = null;
    }

    /** Makes these calls, then tells so. */
    void start(List<Call> calls, Consumer<Wire> whenDone, Wire wire) {
        ahead.clear();
        ahead.addAll(calls);
        done = whenDone;
        next(wire);
    }

    private void next(Wire wire) {
        current = ahead.poll();
        tries = 0;
        if (current == null) {
            done.accept(wire);
        } else {
            ask(current, wire);
        }
    }

    /** {@link GenesysTimers#REST_AGAIN} is due. */
    void askAgain(Wire wire) {
        if (current != null) {
            ask(current, wire);
        }
    }

    /** The connectivity probe of every attempt. */
    void probe(Wire wire) {
        wire.restAside(request("probe", "GET", "/users/me", Optional.empty()));
    }

    /** The subscriptions again, because the server said that they would end. */
    void renewSubscriptions(Wire wire) {
        wire.restAside(request(
                Call.SUBSCRIPTIONS.label,
                Call.SUBSCRIPTIONS.method,
                path(Call.SUBSCRIPTIONS),
                body(Call.SUBSCRIPTIONS)));
    }

    private void ask(Call call, Wire wire) {
        tries++;
        wire.rest(request(call.label, call.method, path(call), body(call)));
    }

    private RestRequest request(String name, String method, String path, Optional<String> body) {
        String bearer = "Bearer " + memory.token;
        Map<String, String> headers = body.isPresent()
                ? Map.of("Authorization", bearer, "Content-Type", "application/json", "Accept", "application/json")
                : Map.of("Authorization", bearer, "Accept", "application/json");
        return new RestRequest(name, Stage.LOGIN, method, URI.create(settings.api() + BASE + path), headers, body);
    }

    private String path(Call call) {
        return switch (call) {
            case ORGANIZATION -> "/organizations/me";
            case USER_WITH_STATION -> "/users/me?expand=station";
            case USER -> "/users/me";
            case CHANNEL -> "/notifications/channels?connectionType=streaming";
            case STATION -> "/stations/" + encode(memory.stationId);
            case SUBSCRIPTIONS -> "/notifications/channels/" + encode(memory.channelId) + "/subscriptions";
        };
    }

    private Optional<String> body(Call call) {
        return switch (call) {
            case CHANNEL -> Optional.of("{}");
            case SUBSCRIPTIONS -> {
                JsonNodeFactory json = JsonNodeFactory.instance;
                yield Optional.of(json.arrayNode()
                        .add(json.objectNode().put("id", "v2.users." + memory.userId + ".station"))
                        .toString());
            }
            case ORGANIZATION, USER_WITH_STATION, USER, STATION -> Optional.empty();
        };
    }

    static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    void answered(RestAnswer answer, Wire wire) {
        Call asked = current;
        if (asked == null) {
            return;
        }
        if (answer.status() / 100 != 2) {
            refused(asked, answer, wire);
            return;
        }
        String missing = learn(asked, answer.body());
        if (!missing.isEmpty()) {
            wire.failed(
                    Stage.LOGIN,
                    "protocol/missing-value",
                    "call " + asked.label + ": required " + missing + ", observed none");
            return;
        }
        wire.stageDone(Stage.LOGIN);
        over(asked, wire);
    }

    /** No answer; false where the login ends with that. */
    boolean unanswered(RestFailure failure, Wire wire) {
        Call asked = current;
        if (asked == null) {
            return false;
        }
        boolean again = failure.code().startsWith("timeout/") || BROKEN.contains(failure.code());
        if (asked.patient && again && tries < MOST_TRIES) {
            wire.setback(failure);
            wire.timer(GenesysTimers.REST_AGAIN, GenesysTimers.REST_AGAIN_MILLIS);
            return true;
        }
        if (asked.dispensable()) {
            wire.setback(failure);
            over(asked, wire);
            return true;
        }
        return false;
    }

    private void over(Call call, Wire wire) {
        if (call == Call.STATION) {
            memory.stationAsked();
        }
        next(wire);
    }

    private void refused(Call asked, RestAnswer answer, Wire wire) {
        Refusal refusal = HttpRefusal.of(answer, wire.epochMillis(), memory.redactor(identity));
        if (answer.status() == 401 && !asked.dispensable() && token.isRenewable(wire)) {
            wire.setback(Stage.LOGIN, refusal);
            token.renew(this::askAgain, wire);
            return;
        }
        boolean again = TRIED_AGAIN.contains(answer.status())
                || refusal.retryAfterMillis().isPresent();
        if (asked.patient && again && tries < MOST_TRIES) {
            wire.setback(Stage.LOGIN, refusal);
            wire.timer(GenesysTimers.REST_AGAIN, refusal.retryAfterMillis().orElse(GenesysTimers.REST_AGAIN_MILLIS));
        } else if (asked.dispensable()) {
            wire.setback(Stage.LOGIN, refusal);
            over(asked, wire);
        } else {
            wire.rejected(Stage.LOGIN, refusal);
        }
    }

    /** What the answer lacks; empty if nothing. */
    private String learn(Call asked, String body) {
        return switch (asked) {
            case ORGANIZATION, STATION, SUBSCRIPTIONS -> "";
            case USER_WITH_STATION -> {
                memory.stationId = text(body, "/station/effectiveStation/id");
                memory.started = true;
                yield "";
            }
            case USER -> {
                memory.userId = text(body, "/id");
                memory.bareJid = text(body, "/chat/jabberId");
                memory.hasUser = !memory.userId.isEmpty() && memory.bareJid.indexOf('@') > 0;
                yield memory.hasUser ? "" : "id and chat.jabberId";
            }
            case CHANNEL -> {
                String id = text(body, "/id");
                if (!id.isEmpty()) {
                    memory.channel(id);
                }
                yield id.isEmpty() ? "id" : "";
            }
        };
    }

    private static String text(String body, String pointer) {
        JsonNode json = JsonText.parse(body);
        return json == null ? "" : json.at(pointer).asText("");
    }
}

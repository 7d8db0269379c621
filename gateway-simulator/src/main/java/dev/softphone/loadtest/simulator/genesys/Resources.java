package dev.softphone.loadtest.simulator.genesys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.simulator.gateway.HttpView;
import dev.softphone.loadtest.simulator.gateway.JsonPaths;
import dev.softphone.loadtest.simulator.genesys.Channels.Channel;
import dev.softphone.loadtest.simulator.script.GenesysScript;
import dev.softphone.loadtest.simulator.script.GenesysScript.Persistence;
import dev.softphone.loadtest.simulator.truth.GenesysTruth;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the API host answers to requests that are allowed. For the gateway's thread only. */
final class Resources {
    private static final int MAX_TOPICS = 1_000;
    private static final int MAX_TOPIC = 200;

    private final GenesysScript script;
    private final Channels channels;
    private final CallResources calls;
    private final ApiAnswers answers;
    private final boolean tls;
    private final GenesysTruth truth;

    Resources(
            GenesysScript script,
            Channels channels,
            CallDesk calls,
            ApiAnswers answers,
            boolean tls,
            GenesysTruth truth) {
        this.script = script;
        this.channels = channels;
        this.calls = new CallResources(calls, answers, truth);
        this.answers = answers;
        this.tls = tls;
        this.truth = truth;
    }

    void serve(ApiRequest request, Token token, Map<String, String> limits) {
        User user = token.user();
        switch (request.operation()) {
            case ORGANIZATION_ME -> answers.send(request, 200, limits, organization(token.organization()));
            case STATION -> station(request, user, limits);
            case TRACE, INSIGHTS -> answers.send(request, 204, limits, "");
            default -> {
                if (user != null) {
                    serveUser(request, token, user, limits);
                }
            }
        }
    }

    private void serveUser(ApiRequest request, Token token, User user, Map<String, String> limits) {
        switch (request.operation()) {
            case USER_ME -> answers.send(request, 200, limits, user(user, expands(request, "station")));
            case CHANNEL -> channel(request, token, user, limits);
            case SUBSCRIPTIONS -> subscribe(request, user, limits);
            case CALL -> calls.place(request, user, limits);
            case PARTICIPANT -> calls.change(request, user, limits);
            case METADATA -> {
                truth.calls().metadata();
                answers.send(request, 202, limits, "");
            }
            default -> throw new IllegalStateException(request.operation().title());
        }
    }

    private static boolean expands(ApiRequest request, String what) {
        String expand = request.exchange().request().query("expand");
        return expand != null && ("," + expand + ",").contains("," + what + ",");
    }

    private static String organization(String name) {
        return ApiAnswers.json()
                .put("id", User.id("organization/" + name))
                .put("name", name)
                .put("thirdPartyOrgName", name)
                .put("domain", name)
                .put("state", "active")
                .put("selfUri", "/api/v2/organizations/me")
                .toString();
    }

    private String user(User user, boolean withStation) {
        ObjectNode json = ApiAnswers.json()
                .put("id", user.id())
                .put("name", user.name())
                .put("username", user.name())
                .put("state", "active")
                .put("version", 1)
                .put("selfUri", "/api/v2/users/" + user.id());
        json.putObject("chat").put("jabberId", user.jid());
        if (withStation) {
            ObjectNode station = json.putObject("station");
            if (!script.station().missing()) {
                ObjectNode effective = stationRef(user);
                station.set("associatedStation", effective);
                station.set("effectiveStation", effective.deepCopy());
            }
        }
        return json.toString();
    }

    private static ObjectNode stationRef(User user) {
        return ApiAnswers.json()
                .put("id", user.station())
                .put("name", "WebRTC " + user.name())
                .put("type", "inin_webrtc_softphone");
    }

    private void station(ApiRequest request, @Nullable User user, Map<String, String> limits) {
        if (user == null || script.station().missing() || !user.station().equals(request.segment("station"))) {
            answers.send(request, 404, limits, ApiAnswers.error(404, ""));
            return;
        }
        answers.send(
                request,
                200,
                limits,
                stationRef(user)
                        .put("userId", user.id())
                        .put("status", "ASSOCIATED")
                        .put("webRtcPersistentEnabled", script.station().persistence() != Persistence.NONE)
                        .put("webRtcForceTurn", false)
                        .put("webRtcCallAppearances", script.station().persistence() == Persistence.NONE ? 100 : 1)
                        .put("selfUri", "/api/v2/stations/" + user.station())
                        .toString());
    }

    private void channel(ApiRequest request, Token token, User user, Map<String, String> limits) {
        HttpView http = request.exchange().request();
        if (!Objects.equals(http.query("connectionType"), "streaming")) {
            truth.violation("POST channels without connectionType=streaming");
            answers.refuse(request, 400, limits, "bad.request", "connectionType: only streaming is served");
            return;
        }
        Channel channel = channels.create(user, token.client());
        String host = Optional.ofNullable(http.header("Host")).orElse("streaming." + script.environment());
        answers.send(
                request,
                200,
                limits,
                ApiAnswers.json()
                        .put("id", channel.id())
                        .put("connectUri", (tls ? "wss://" : "ws://") + host + "/stream/channels/" + channel.id())
                        .put("expires", Instant.now().plus(1, ChronoUnit.DAYS).toString())
                        .toString());
    }

    private void subscribe(ApiRequest request, User user, Map<String, String> limits) {
        Channel channel = channels.find(request.segment("channel"));
        if (channel == null || channel.isEvicted() || !channel.user().equals(user)) {
            answers.send(request, 404, limits, ApiAnswers.error(404, ""));
            return;
        }
        String wrong = wrongTopics(request.body());
        if (wrong != null) {
            truth.violation(wrong);
            answers.refuse(request, 400, limits, "bad.request", wrong);
            return;
        }
        channels.used(channel);
        channel.topics().clear();
        ArrayNode entities = ApiAnswers.json().putArray("entities");
        for (JsonNode topic : request.body()) {
            channel.topics().add(topic.path("id").asText());
            entities.addObject().put("id", topic.path("id").asText());
        }
        answers.send(
                request,
                200,
                limits,
                ApiAnswers.json().set("entities", entities).toString());
    }

    private static @Nullable String wrongTopics(JsonNode body) {
        if (!body.isArray()) {
            return "PUT subscriptions: no list";
        }
        if (body.size() > MAX_TOPICS) {
            return "PUT subscriptions: more than " + MAX_TOPICS + " topics";
        }
        for (JsonNode topic : body) {
            String id = JsonPaths.text(topic, "id");
            if (id == null || id.isEmpty()) {
                return "PUT subscriptions: a topic without id";
            }
            if (id.length() >= MAX_TOPIC) {
                return "PUT subscriptions: a topic of " + MAX_TOPIC + " characters or more";
            }
        }
        return null;
    }
}

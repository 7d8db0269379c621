package dev.softphone.loadtest.simulator.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.simulator.gateway.Connection;
import dev.softphone.loadtest.simulator.gateway.JsonPaths;
import dev.softphone.loadtest.simulator.gateway.Loop;
import dev.softphone.loadtest.simulator.gateway.Organizations;
import dev.softphone.loadtest.simulator.gateway.RandomText;
import dev.softphone.loadtest.simulator.gateway.TextProtocol;
import dev.softphone.loadtest.simulator.matching.Gauge;
import dev.softphone.loadtest.simulator.matching.RuleBook;
import dev.softphone.loadtest.simulator.script.Action;
import dev.softphone.loadtest.simulator.script.Action.Accept;
import dev.softphone.loadtest.simulator.script.Action.End;
import dev.softphone.loadtest.simulator.script.Key;
import dev.softphone.loadtest.simulator.script.MessageScript;
import dev.softphone.loadtest.simulator.script.Template;
import dev.softphone.loadtest.simulator.truth.MessageTruth;
import dev.softphone.loadtest.simulator.truth.SocketTruth.Kill;
import dev.softphone.loadtest.simulator.truth.Truth;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers messages of the generic protocol as the script says. A socket counts as served by a reply from the moment that
 * is decided, before any delay, until the socket is gone. For the gateway's thread only.
 */
public final class MessageDesk implements TextProtocol {
    private final MessageScript script;
    private final List<ReplyState> replies;
    private final Organizations organizations;
    private final Loop loop;
    private final MessageTruth truth;
    private final RandomText random = new RandomText();
    private long index;

    /**
     * @param script the generic protocol of the script
     * @param organizations how messages tell their organization
     * @param loop the gateway's thread
     * @param truth counts all of it
     */
    public MessageDesk(MessageScript script, Organizations organizations, Loop loop, Truth truth) {
        this.script = script;
        this.replies = script.replies().stream().map(ReplyState::new).toList();
        this.organizations = organizations;
        this.loop = loop;
        this.truth = truth.messages();
    }

    private static final class ReplyState {
        private final MessageScript.Reply script;
        private final RuleBook<Action.OnMessage> faults;
        private final Set<Connection> served = new HashSet<>();

        ReplyState(MessageScript.Reply script) {
            this.script = script;
            this.faults = new RuleBook<>(script.faults());
        }
    }

    @Override
    public void opened(Connection connection) {
        for (Template greeting : script.greeting()) {
            truth.greeted();
            connection.send(fill(greeting, connection, null));
        }
        script.every().forEach(every -> again(connection, every));
    }

    private void again(Connection connection, MessageScript.Every every) {
        connection.after(every.interval(), () -> {
            truth.unasked();
            connection.send(fill(every.text(), connection, null));
            again(connection, every);
        });
    }

    @Override
    public void gone(Connection connection) {
        replies.forEach(reply -> reply.served.remove(connection));
    }

    @Override
    public boolean received(Connection connection, String text) {
        JsonNode body = JsonPaths.parse(text);
        for (ReplyState reply : replies) {
            List<String> groups = reply.script.when().pick(text, body, JsonPaths::text);
            if (groups != null) {
                connection.learnOrganization(organizations.of(body));
                answer(reply, new MessageRequest(connection, body, groups));
                return true;
            }
        }
        return false;
    }

    private void answer(ReplyState reply, MessageRequest request) {
        Connection connection = request.connection();
        String name = reply.script.name();
        truth.received(name);
        boolean servedBefore = reply.served.contains(connection);
        Action.OnMessage fault = reply.faults.decide(
                request, servedBefore, loop.clock().nanos(), loop.clock().sinceFirstAccept());
        if (fault == null || fault instanceof Accept) {
            if (reply.served.add(connection)) {
                Gauge.Slot slot = reply.faults.gauge().take(request);
                connection.whenGone(slot::release);
            }
            Duration extra = fault instanceof Accept accept ? accept.after() : Duration.ZERO;
            later(connection, reply.script.after().plus(extra), () -> {
                truth.served(name);
                send(reply.script.texts(), request);
                reply.script.close().ifPresent(close -> connection.end(close, Kill.RULE));
            });
        } else if (fault instanceof Action.Reply instead) {
            later(connection, instead.after(), () -> {
                truth.faulted(name);
                send(instead.texts(), request);
            });
        } else {
            truth.unanswered(name);
            if (fault instanceof End end) {
                later(connection, end.after(), () -> connection.end(end.how(), Kill.RULE));
            }
        }
    }

    private static void later(Connection connection, Duration delay, Runnable task) {
        if (delay.isZero()) {
            task.run();
        } else {
            connection.after(delay, task);
        }
    }

    private void send(List<Template> texts, MessageRequest request) {
        texts.forEach(text -> request.connection().send(fill(text, request.connection(), request)));
    }

    private String fill(Template template, Connection connection, @Nullable MessageRequest request) {
        return template.fill(name -> switch (name) {
            case "random.token" -> random.next();
            case "index" -> String.valueOf(++index);
            case "socket.id" -> connection.id();
            default -> named(name, connection, request);
        });
    }

    private static @Nullable String named(String name, Connection connection, @Nullable MessageRequest request) {
        int dot = name.indexOf('.');
        String rest = name.substring(dot + 1);
        return switch (name.substring(0, dot)) {
            case "header" -> connection.value(new Key.Header(rest));
            case "query" -> connection.value(new Key.Query(rest));
            case "request" -> request == null ? null : JsonPaths.text(request.body(), rest);
            case "match" -> request == null ? null : request.group(rest);
            default -> null;
        };
    }
}

package dev.softphone.loadtest.simulator.script;

import dev.softphone.loadtest.simulator.script.Action.Accept;
import dev.softphone.loadtest.simulator.script.Action.AcceptThen;
import dev.softphone.loadtest.simulator.script.Action.Close;
import dev.softphone.loadtest.simulator.script.Action.End;
import dev.softphone.loadtest.simulator.script.Action.Ending;
import dev.softphone.loadtest.simulator.script.Action.Fin;
import dev.softphone.loadtest.simulator.script.Action.Http;
import dev.softphone.loadtest.simulator.script.Action.Reply;
import dev.softphone.loadtest.simulator.script.Action.Reset;
import dev.softphone.loadtest.simulator.script.Action.RetryAfter;
import dev.softphone.loadtest.simulator.script.Action.RetryAfterForm;
import dev.softphone.loadtest.simulator.script.Action.Silence;
import dev.softphone.loadtest.simulator.script.Action.Sip;
import dev.softphone.loadtest.simulator.script.Action.StanzaError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the action of a rule: a mapping with exactly one key, which names the action. */
final class ActionReader {
    private ActionReader() {}

    static Action.OnUpgrade onUpgrade(Section section) {
        Map<String, Function<Section, Action.OnUpgrade>> choices = new LinkedHashMap<>();
        choices.put("accept", ActionReader::acceptUpgrade);
        choices.put("http", s -> http(s, Set.of("random.token")));
        choices.put("fin", s -> new End(new Fin(), s.durationOrZero("after")));
        choices.put("reset", s -> new End(new Reset(), s.durationOrZero("after")));
        choices.put("silence", s -> new Silence());
        choices.put("acceptThen", s -> {
            End end = end(s);
            return new AcceptThen(end.how(), end.after());
        });
        return section.oneOf(choices);
    }

    static Action.OnSip onSip(Section section) {
        Map<String, Function<Section, Action.OnSip>> choices = new LinkedHashMap<>();
        choices.put("accept", ActionReader::accept);
        choices.put("sip", ActionReader::sip);
        choices.put("silence", s -> new Silence());
        endings().forEach((word, ending) -> choices.put(word, ending::apply));
        return section.oneOf(choices);
    }

    static Action.OnRest onRest(Section section, Set<String> names) {
        Map<String, Function<Section, Action.OnRest>> choices = new LinkedHashMap<>();
        choices.put("accept", ActionReader::accept);
        choices.put("http", s -> http(s, names));
        choices.put("silence", s -> new Silence());
        choices.put("fin", s -> new End(new Fin(), s.durationOrZero("after")));
        choices.put("reset", s -> new End(new Reset(), s.durationOrZero("after")));
        return section.oneOf(choices);
    }

    static Action.OnStanza onStanza(Section section) {
        Map<String, Function<Section, Action.OnStanza>> choices = new LinkedHashMap<>();
        choices.put("accept", ActionReader::accept);
        choices.put("error", ActionReader::stanzaError);
        choices.put("throttled", ActionReader::throttled);
        choices.put("silence", s -> new Silence());
        endings().forEach((word, ending) -> choices.put(word, ending::apply));
        return section.oneOf(choices);
    }

    private static StanzaError stanzaError(Section section) {
        String condition = section.text("condition");
        if (!condition.matches("[a-z]+(-[a-z]+)*")) {
            throw section.refuse("condition", "a condition such as not-authorized", condition);
        }
        String type = section.optionalText("type").orElse("cancel");
        if (!Set.of("auth", "cancel", "continue", "modify", "wait").contains(type)) {
            throw section.refuse("type", "auth, cancel, continue, modify or wait", type);
        }
        return new StanzaError(
                condition,
                type,
                section.optionalCount("code", 300, 699),
                section.optionalText("text"),
                false,
                section.durationOrZero("after"));
    }

    /** What the service answers to a burst of stanzas. */
    private static StanzaError throttled(Section section) {
        return new StanzaError(
                "resource-constraint",
                "wait",
                Optional.of(429),
                Optional.of(
                        "Throttled: Rate exceeded for /realtime/stanza/{Controller}/clientStanza in dimension {jid}"),
                true,
                section.durationOrZero("after"));
    }

    static Action.OnMessage onMessage(Section section, Set<String> names) {
        Map<String, Function<Section, Action.OnMessage>> choices = new LinkedHashMap<>();
        choices.put("accept", ActionReader::accept);
        choices.put("reply", s -> new Reply(templates(s, "texts", names), s.durationOrZero("after")));
        choices.put("silence", s -> new Silence());
        endings().forEach((word, ending) -> choices.put(word, ending::apply));
        return section.oneOf(choices);
    }

    /** {@code fin}, {@code reset} or {@code close}, with the time before it. */
    static End end(Section section) {
        return section.oneOf(endings());
    }

    /** {@code fin}, {@code reset} or {@code close}, at once. */
    static Ending ending(Section section) {
        Map<String, Function<Section, Ending>> choices = new LinkedHashMap<>();
        choices.put("fin", s -> new Fin());
        choices.put("reset", s -> new Reset());
        choices.put("close", ActionReader::close);
        return section.oneOf(choices);
    }

    private static Map<String, Function<Section, End>> endings() {
        Map<String, Function<Section, End>> choices = new LinkedHashMap<>();
        choices.put("fin", s -> new End(new Fin(), s.durationOrZero("after")));
        choices.put("reset", s -> new End(new Reset(), s.durationOrZero("after")));
        choices.put("close", s -> new End(close(s), s.durationOrZero("after")));
        return choices;
    }

    /** A close frame; codes that must not stand on the wire (1005, 1006, 1015) are refused. */
    static Close close(Section section) {
        int code = section.count("code", 1000, 4999);
        boolean legal = code <= 1003 || (code >= 1007 && code <= 1014) || code >= 3000;
        if (!legal) {
            throw section.refuse(
                    "code", "a close code that may be sent: 1000-1003, 1007-1014, 3000-4999", String.valueOf(code));
        }
        String reason = section.optionalText("reason").orElse("");
        int bytes = reason.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > 123) {
            throw section.refuse("reason", "at most 123 bytes", bytes + " bytes");
        }
        return new Close(code, reason);
    }

    private static Accept accept(Section section) {
        return new Accept(section.durationOrZero("after"), Duration.ZERO);
    }

    private static Accept acceptUpgrade(Section section) {
        return new Accept(section.durationOrZero("after"), section.durationOrZero("perConnection"));
    }

    static Http http(Section section, Set<String> names) {
        return new Http(
                section.count("status", 200, 599),
                section.durationOrZero("after"),
                section.pairs("headers"),
                retryAfter(section, true),
                template(section, "body", names));
    }

    private static Sip sip(Section section) {
        Map<String, String> headers = section.pairs("headers");
        section.optionalText("warning").ifPresent(warning -> headers.put("Warning", warning));
        return new Sip(
                section.count("status", 300, 699),
                section.optionalText("reason"),
                section.durationOrZero("after"),
                headers,
                retryAfter(section, false));
    }

    /** Retry-After of HTTP (seconds or date) or SIP (seconds only). */
    static Optional<RetryAfter> retryAfter(Section section, boolean dateAllowed) {
        Optional<Duration> delay = section.optionalDuration("retryAfter");
        RetryAfterForm form = dateAllowed
                ? section.optionalWord("retryAfterForm", RetryAfterForm.class).orElse(RetryAfterForm.SECONDS)
                : RetryAfterForm.SECONDS;
        if (delay.isEmpty() && form == RetryAfterForm.DATE) {
            throw section.refuse("retryAfterForm", "retryAfter beside it", "no retryAfter");
        }
        return delay.map(d -> new RetryAfter(d, form));
    }

    /** One template; the empty text where the key is missing. */
    static Template template(Section section, String key, Set<String> names) {
        return Template.parse(section.at(key), section.optionalText(key).orElse(""), names);
    }

    static List<Template> templates(Section section, String key, Set<String> names) {
        List<String> texts = section.texts(key);
        if (texts.isEmpty()) {
            throw section.missing(key, "at least one text");
        }
        List<Template> templates = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            templates.add(Template.parse(section.at(key) + "[" + i + "]", texts.get(i), names));
        }
        return List.copyOf(templates);
    }
}

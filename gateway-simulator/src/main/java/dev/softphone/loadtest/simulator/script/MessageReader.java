package dev.softphone.loadtest.simulator.script;

import dev.softphone.loadtest.simulator.script.MessageScript.Every;
import dev.softphone.loadtest.simulator.script.MessageScript.Pick;
import dev.softphone.loadtest.simulator.script.MessageScript.Reply;
import dev.softphone.loadtest.simulator.script.RuleReader.Context;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the {@code messages} section. */
final class MessageReader {
    private static final Set<String> UNASKED = Set.of("random.token", "index", "socket.id", "header.", "query.");
    private static final Set<String> REPLY =
            Set.of("random.token", "index", "socket.id", "header.", "query.", "request.", "match.");

    private MessageReader() {}

    static MessageScript read(Section section) {
        List<Reply> replies = section.list("replies", MessageReader::reply);
        Set<String> names = new HashSet<>();
        for (Reply reply : replies) {
            if (!names.add(reply.name())) {
                throw section.refuse("replies", "names that differ", reply.name() + " twice");
            }
        }
        return new MessageScript(
                section.has("greeting") ? ActionReader.templates(section, "greeting", UNASKED) : List.of(),
                section.list("every", s -> new Every(s.period("interval"), ActionReader.template(s, "text", UNASKED))),
                replies);
    }

    private static Reply reply(Section section) {
        return new Reply(
                section.text("name"),
                section.required("when", MessageReader::pick),
                section.list(
                        "faults",
                        s -> RuleReader.rule(s, Context.MESSAGE, then -> ActionReader.onMessage(then, REPLY))),
                section.has("reply") ? ActionReader.templates(section, "reply", REPLY) : List.of(),
                section.durationOrZero("after"),
                section.optional("close", ActionReader::close));
    }

    private static Pick pick(Section section) {
        Map<String, String> json = section.pairs("json");
        Optional<String> contains = section.optionalText("contains");
        Optional<Pattern> matches = section.has("matches") ? Optional.of(section.pattern("matches")) : Optional.empty();
        if (json.isEmpty() && contains.isEmpty() && matches.isEmpty()) {
            throw new ScriptException(section.path(), "at least one of json, contains, matches", "none");
        }
        return new Pick(json, contains, matches);
    }
}

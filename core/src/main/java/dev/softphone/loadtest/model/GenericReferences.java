package dev.softphone.loadtest.model;

import dev.softphone.loadtest.model.Gateway.Contains;
import dev.softphone.loadtest.model.Gateway.Extraction;
import dev.softphone.loadtest.model.Gateway.GenericWebSocket;
import dev.softphone.loadtest.model.Gateway.Group;
import dev.softphone.loadtest.model.Gateway.Header;
import dev.softphone.loadtest.model.Gateway.JsonEquals;
import dev.softphone.loadtest.model.Gateway.Matches;
import dev.softphone.loadtest.model.Gateway.MessageMatch;
import dev.softphone.loadtest.model.Gateway.MessageStep;
import dev.softphone.loadtest.model.Gateway.Pointer;
import dev.softphone.loadtest.model.Gateway.RestCall;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Finds the references of a generic gateway that nothing defines, before anything is started.
 *
 * <p>A name is known from the place on where its value is: {@code identity.<column>}, {@code index} (the identity's
 * column of that name), {@code attempt} (from 1) and {@code random.uuid} (one per exchange) everywhere; {@code
 * rest.<call>.<name>} and {@code <name>} after the REST call or step that extracts it; {@code callee.username} in the
 * offer and in REST calls of stage media, which are made when a call is placed.
 */
public final class GenericReferences {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,31}");
    private static final Set<String> TAKEN = Set.of("index", "attempt");

    private final Predicate<String> column;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<Problem> problems = new ArrayList<>();

    /**
     * One thing that is wrong.
     *
     * @param path relative to the gateway, as the model names its parts: {@code rest[0].body}, {@code steps[1].send}
     */
    public record Problem(String path, String required, String observed) {}

    private GenericReferences(Predicate<String> column) {
        this.column = column;
    }

    /**
     * Checks references, regular expressions, pointers and names, in the order in which they are used.
     *
     * @param column whether the identities have a column of this name
     * @return empty when all is well
     */
    public static List<Problem> problems(Gateway gateway, GenericWebSocket generic, Predicate<String> column) {
        GenericReferences check = new GenericReferences(column);
        check.all(gateway, generic);
        return List.copyOf(check.problems);
    }

    private void all(Gateway gateway, GenericWebSocket generic) {
        rest(generic.rest(), false);
        text("url", gateway.url());
        fixedAuthority("url", gateway.url());
        gateway.headers().forEach((name, value) -> text("headers." + name, value));
        steps("steps", generic.steps());
        generic.ping().ifPresent(ping -> {
            text("ping.send", ping.send());
            match("ping.expect", ping.expect());
        });
        known.add("callee.username");
        rest(generic.rest(), true);
        steps("offer", generic.offer());
    }

    private void rest(List<RestCall> calls, boolean media) {
        for (int i = 0; i < calls.size(); i++) {
            RestCall call = calls.get(i);
            if ((call.stage() == Stage.MEDIA) != media) {
                continue;
            }
            String path = "rest[" + i + "]";
            if (!NAME.matcher(call.name()).matches()) {
                problem(path + ".name", "a letter, then at most 31 letters, digits, '_' or '-'", call.name());
            }
            text(path + ".url", call.url());
            fixedAuthority(path + ".url", call.url());
            call.headers().forEach((name, value) -> text(path + ".headers." + name, value));
            call.body().ifPresent(body -> text(path + ".body", body));
            extracts(path, call.extract(), true);
            call.extract().keySet().forEach(name -> known.add("rest." + call.name() + "." + name));
        }
    }

    private void steps(String list, List<MessageStep> steps) {
        for (int i = 0; i < steps.size(); i++) {
            MessageStep step = steps.get(i);
            String path = list + "[" + i + "]";
            step.send().ifPresent(send -> text(path + ".send", send));
            step.expect().ifPresent(expect -> match(path + ".expect", expect));
            for (int r = 0; r < step.reject().size(); r++) {
                String reject = path + ".reject[" + r + "]";
                match(reject + ".match", step.reject().get(r).match());
                extraction(reject + ".code", step.reject().get(r).code(), false);
                step.reject().get(r).retryAfter().ifPresent(after -> extraction(reject + ".retryAfter", after, false));
            }
            if (step.expect().isEmpty()
                    && !(step.reject().isEmpty() && step.extract().isEmpty())) {
                problem(path + ".expect", "given, where the step rejects or extracts", "absent");
            }
            extracts(path, step.extract(), false);
        }
    }

    private void extracts(String path, Map<String, Extraction> extracts, boolean headers) {
        extracts.forEach((name, extraction) -> {
            if (!NAME.matcher(name).matches() || TAKEN.contains(name)) {
                problem(
                        path + ".extract." + name,
                        "a letter, then at most 31 letters, digits, '_' or '-'; not index, not attempt",
                        name);
            }
            extraction(path + ".extract." + name, extraction, headers);
            known.add(name);
        });
    }

    private void match(String path, MessageMatch match) {
        if (match instanceof Contains contains) {
            text(path, contains.text());
        } else if (match instanceof Matches matches) {
            regex(path, matches.regex(), 0);
        } else if (match instanceof JsonEquals equals) {
            pointer(path, equals.pointer());
            text(path, equals.value());
        }
    }

    private void extraction(String path, Extraction extraction, boolean headers) {
        if (extraction instanceof Pointer pointer) {
            pointer(path, pointer.pointer());
        } else if (extraction instanceof Group group) {
            regex(path, group.regex(), 1);
        } else if (extraction instanceof Header header && !headers) {
            problem(path, "a pointer, a regular expression or a fixed value: a message has no headers", header.name());
        }
    }

    private void regex(String path, String regex, int groups) {
        try {
            if (Pattern.compile(regex).matcher("").groupCount() < groups) {
                problem(path, "a regular expression with a group", regex);
            }
        } catch (PatternSyntaxException malformed) {
            problem(path, "a regular expression", regex + " (" + malformed.getDescription() + ")");
        }
    }

    private void pointer(String path, String pointer) {
        if (!pointer.isEmpty() && !pointer.startsWith("/")) {
            problem(path, "an RFC 6901 pointer: empty, or beginning with a slash", pointer);
        }
    }

    private void fixedAuthority(String path, String url) {
        int scheme = url.indexOf("://");
        int from = scheme < 0 ? 0 : scheme + 3;
        int end = from;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        if (url.substring(0, end).contains("${")) {
            problem(path, "scheme, host and port without references", url);
        }
    }

    private void text(String path, String text) {
        try {
            for (String name : Template.references(text)) {
                if (!isKnown(name)) {
                    problem(path, "one of " + available(), "${" + name + "}");
                }
            }
        } catch (IllegalArgumentException malformed) {
            problem(path, "references that can be read", String.valueOf(malformed.getMessage()));
        }
    }

    private boolean isKnown(String name) {
        if (name.startsWith("identity.")) {
            return column.test(name.substring("identity.".length()));
        }
        return switch (name) {
            case "attempt", "random.uuid" -> true;
            case "index" -> column.test("index");
            default -> known.contains(name);
        };
    }

    private String available() {
        StringBuilder names = new StringBuilder("identity.<column>, index, attempt, random.uuid");
        known.forEach(name -> names.append(", ").append(name));
        return names.toString();
    }

    private void problem(String path, String required, String observed) {
        problems.add(new Problem(path, required, observed));
    }
}

package dev.softphone.loadtest.simulator.script;

import dev.softphone.loadtest.simulator.script.Key.Plain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads rules and their conditions. What can be matched differs by list: an upgrade has no body, a REST request no
 * address of record.
 */
final class RuleReader {

    /**
     * A list of rules.
     *
     * @param level the name of its level condition
     * @param plain the properties of its requests that need no name
     * @param queries whether its requests have a query
     * @param fields whether its requests have a body with fields
     * @param registrations whether its requests are REGISTERs
     */
    record Context(String level, Set<Plain> plain, boolean queries, boolean fields, boolean registrations) {
        private static final Set<Plain> HTTP = Set.of(Plain.TOTAL, Plain.SOURCE_ADDRESS, Plain.ORGANIZATION);
        private static final Set<Plain> SIP =
                Set.of(Plain.TOTAL, Plain.SOURCE_ADDRESS, Plain.ORGANIZATION, Plain.IDENTITY, Plain.CONNECTION);

        static final Context UPGRADE = new Context("whenConnections", HTTP, true, false, false);
        static final Context SOCKET = UPGRADE;
        static final Context REST = new Context("whenInFlight", HTTP, true, true, false);
        static final Context MESSAGE = new Context(
                "whenServed",
                Set.of(Plain.TOTAL, Plain.SOURCE_ADDRESS, Plain.ORGANIZATION, Plain.CONNECTION),
                true,
                true,
                false);
        static final Context GENESYS_LOGIN = new Context(
                "whenInFlight",
                Set.of(Plain.TOTAL, Plain.SOURCE_ADDRESS, Plain.ORGANIZATION, Plain.IDENTITY, Plain.CLIENT),
                false,
                true,
                false);
        static final Context GENESYS_REST = new Context(
                "whenInFlight",
                Set.of(
                        Plain.TOTAL,
                        Plain.SOURCE_ADDRESS,
                        Plain.ORGANIZATION,
                        Plain.IDENTITY,
                        Plain.CLIENT,
                        Plain.TOKEN,
                        Plain.OPERATION),
                true,
                true,
                false);
        static final Context GENESYS_STANZA = new Context(
                "whenSessions",
                Set.of(
                        Plain.TOTAL,
                        Plain.SOURCE_ADDRESS,
                        Plain.ORGANIZATION,
                        Plain.IDENTITY,
                        Plain.CONNECTION,
                        Plain.STANZA),
                false,
                false,
                false);
        static final Context INVITE = new Context("whenCalls", SIP, false, false, false);
        static final Context REGISTER = new Context("whenRegistered", SIP, false, false, true);
    }

    private RuleReader() {}

    static <A> Rule<A> rule(Section section, Context context, Function<Section, A> then) {
        Conditions when = conditions(section, context);
        return new Rule<>(when, section.required("then", then));
    }

    private static Conditions conditions(Section section, Context context) {
        return new Conditions(
                matches(section, context),
                section.optional("during", RuleReader::during),
                section.optional(
                        context.level, s -> new Conditions.AtLeast(s.count("atLeast", 0, 1_000_000), per(s, context))),
                section.optional("whenAttempt", s -> attempts(s, context)),
                section.optional("whenRate", s -> rate(s, context)));
    }

    /** The conditions on the request itself, which faults of sockets know too. */
    static List<Match> matches(Section section, Context context) {
        List<Match> matches = new ArrayList<>();
        anyOf(section, "whenSourceAddress", Plain.SOURCE_ADDRESS).ifPresent(matches::add);
        anyOf(section, "whenOrganization", Plain.ORGANIZATION).ifPresent(matches::add);
        if (context.plain.contains(Plain.IDENTITY)) {
            section.optional("whenIdentity", s -> new Match(Plain.IDENTITY, value(s)))
                    .ifPresent(matches::add);
        }
        if (context.registrations) {
            section.optionalWord("whenRegistration", Registration.class)
                    .ifPresent(word -> matches.add(new Match(Plain.REGISTRATION, word.name()::equals)));
        }
        if (context.plain.contains(Plain.CLIENT)) {
            anyOf(section, "whenClient", Plain.CLIENT).ifPresent(matches::add);
        }
        if (context.plain.contains(Plain.OPERATION)) {
            anyWord(section, "whenOperation", Plain.OPERATION, GenesysOperation.class)
                    .ifPresent(matches::add);
        }
        if (context.plain.contains(Plain.STANZA)) {
            anyWord(section, "whenStanza", Plain.STANZA, GenesysStanza.class).ifPresent(matches::add);
        }
        section.optional("whenHeader", s -> new Match(new Key.Header(s.text("name")), value(s)))
                .ifPresent(matches::add);
        if (context.queries) {
            section.optional("whenQuery", s -> new Match(new Key.Query(s.text("name")), value(s)))
                    .ifPresent(matches::add);
        }
        if (context.fields) {
            section.optional("whenField", s -> new Match(new Key.Field(s.text("path")), value(s)))
                    .ifPresent(matches::add);
        }
        return matches;
    }

    /** The words of {@code whenRegistration}. */
    enum Registration {
        NEW,
        REFRESH
    }

    private static Optional<Match> anyOf(Section section, String key, Plain property) {
        if (!section.has(key)) {
            return Optional.empty();
        }
        List<String> values = section.texts(key);
        if (values.isEmpty()) {
            throw section.refuse(key, "at least one value", "an empty list");
        }
        return Optional.of(new Match(property, Set.copyOf(values)::contains));
    }

    /** One of some words of an enum; requests tell theirs by its constant's name. */
    private static <E extends Enum<E>> Optional<Match> anyWord(
            Section section, String key, Plain property, Class<E> type) {
        if (!section.has(key)) {
            return Optional.empty();
        }
        Set<String> names = section.texts(key).stream()
                .map(word -> Section.word(section.at(key), word, List.of(type.getEnumConstants()))
                        .name())
                .collect(Collectors.toSet());
        if (names.isEmpty()) {
            throw section.refuse(key, "at least one value", "an empty list");
        }
        return Optional.of(new Match(property, names::contains));
    }

    /** {@code equals} or {@code matches}. */
    static Predicate<String> value(Section section) {
        boolean equals = section.has("equals");
        boolean matches = section.has("matches");
        if (equals == matches) {
            throw new ScriptException(
                    section.path(), "exactly one of equals, matches", equals ? "equals and matches" : "none");
        }
        if (equals) {
            return section.text("equals")::equals;
        }
        Pattern pattern = section.pattern("matches");
        return value -> pattern.matcher(value).matches();
    }

    private static Conditions.During during(Section section) {
        Duration from = section.durationOrZero("from");
        Duration to = section.optionalDuration("to").orElse(Duration.ofHours(24));
        if (to.compareTo(from) <= 0) {
            throw section.refuse("to", "a time after from (" + from.toMillis() + " ms)", section.text("to"));
        }
        return new Conditions.During(from, to);
    }

    private static Conditions.Attempts attempts(Section section, Context context) {
        int from = section.optionalCount("from", 1, Integer.MAX_VALUE).orElse(1);
        int to = section.optionalCount("to", from, Integer.MAX_VALUE).orElse(Integer.MAX_VALUE);
        int every = section.optionalCount("every", 1, Integer.MAX_VALUE).orElse(1);
        return new Conditions.Attempts(from, to, every, per(section, context));
    }

    private static Conditions.Rate rate(Section section, Context context) {
        record Above(int count, Duration period) {}
        Above above = section.required("above", s -> new Above(s.count("count", 1, 1_000_000), s.period("per")));
        int burst = section.optionalCount("burst", 1, 1_000_000).orElse(above.count());
        return new Conditions.Rate(above.count(), above.period(), burst, per(section, context));
    }

    private static Key per(Section section, Context context) {
        return key(section, "per", context).orElse(Plain.TOTAL);
    }

    /** A grouping key: a word, or {@code {header: NAME}}, {@code {query: NAME}}, {@code {field: PATH}}. */
    static Optional<Key> key(Section section, String name, Context context) {
        if (!section.has(name)) {
            return Optional.empty();
        }
        if (!section.isMapping(name)) {
            return Optional.of(Section.word(
                    section.at(name),
                    section.text(name),
                    context.plain.stream().sorted().toList()));
        }
        return section.optional(name, s -> {
            List<Key> keys = new ArrayList<>();
            s.optionalText("header").map(Key.Header::new).ifPresent(keys::add);
            if (context.queries) {
                s.optionalText("query").map(Key.Query::new).ifPresent(keys::add);
            }
            if (context.fields) {
                s.optionalText("field").map(Key.Field::new).ifPresent(keys::add);
            }
            if (keys.size() != 1) {
                throw new ScriptException(s.path(), "exactly one of header, query, field", keys.size() + " of them");
            }
            return keys.get(0);
        });
    }
}

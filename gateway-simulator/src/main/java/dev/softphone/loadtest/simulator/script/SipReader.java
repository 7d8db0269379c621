package dev.softphone.loadtest.simulator.script;

import dev.softphone.loadtest.simulator.script.RuleReader.Context;
import dev.softphone.loadtest.simulator.script.SipScript.Algorithm;
import dev.softphone.loadtest.simulator.script.SipScript.Answered;
import dev.softphone.loadtest.simulator.script.SipScript.Authentication;
import dev.softphone.loadtest.simulator.script.SipScript.InviteChallenge;
import dev.softphone.loadtest.simulator.script.SipScript.Originate;
import dev.softphone.loadtest.simulator.script.SipScript.Passwords;
import dev.softphone.loadtest.simulator.script.SipScript.Registrar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the {@code sip} section; files are relative to the folder of the script. */
final class SipReader {
    private final Path folder;

    SipReader(Path folder) {
        this.folder = folder;
    }

    SipScript read(Section section) {
        Optional<Authentication> authentication = section.optional("authentication", this::authentication);
        List<Rule<Action.OnSip>> beforeAuthentication =
                section.list("beforeAuthentication", s -> RuleReader.rule(s, Context.REGISTER, ActionReader::onSip));
        if (authentication.isEmpty() && !beforeAuthentication.isEmpty()) {
            throw section.refuse("beforeAuthentication", "sip.authentication beside it", "no authentication");
        }
        return new SipScript(
                authentication,
                section.optional("registrar", SipReader::registrar)
                        .orElseGet(() -> new Registrar(
                                Duration.ZERO, Duration.ofHours(1), Duration.ofMinutes(10), Optional.empty())),
                beforeAuthentication,
                section.list("register", s -> RuleReader.rule(s, Context.REGISTER, ActionReader::onSip)),
                section.list("invite", s -> RuleReader.rule(s, Context.INVITE, ActionReader::onSip)),
                section.list("answer", SipReader::answered),
                section.optional("originate", SipReader::originate));
    }

    private static Answered answered(Section section) {
        return new Answered(
                section.optional("whenCallee", RuleReader::value).orElse(callee -> true),
                section.durationOrZero("ringFor"),
                section.optionalPeriod("talkFor"));
    }

    private static Originate originate(Section section) {
        record Rate(int count, Duration period) {}
        Rate rate = section.required("rate", s -> new Rate(s.count("count", 1, 10_000), s.period("per")));
        String from = section.optionalText("from").orElse("sip:outside@gateway.invalid");
        if (!from.matches("sips?:[^@\\s<>]+@[^@\\s<>]+")) {
            throw section.refuse("from", "an URI such as sip:outside@example.test", from);
        }
        return new Originate(
                section.optionalCount("whenRegistered", 1, 1_000_000).orElse(1),
                section.durationOrZero("after"),
                section.count("calls", 1, 1_000_000),
                rate.count(),
                rate.period(),
                section.period("holdFor"),
                section.optionalPeriod("noAnswerFor").orElse(Duration.ofSeconds(60)),
                from);
    }

    private static Registrar registrar(Section section) {
        Duration min = section.durationOrZero("minExpires");
        Duration max = section.optionalPeriod("maxExpires").orElse(Duration.ofHours(1));
        if (max.compareTo(min) < 0) {
            throw section.refuse(
                    "maxExpires", "at least minExpires (" + min.toSeconds() + " s)", max.toSeconds() + " s");
        }
        Duration fallback = section.optionalPeriod("defaultExpires").orElse(max);
        if (fallback.compareTo(min) < 0 || fallback.compareTo(max) > 0) {
            throw section.refuse(
                    "defaultExpires",
                    "from minExpires to maxExpires (" + min.toSeconds() + " to " + max.toSeconds() + " s)",
                    fallback.toSeconds() + " s");
        }
        return new Registrar(min, max, fallback, section.optionalPeriod("flowTimer"));
    }

    private Authentication authentication(Section section) {
        String realm = section.text("realm");
        List<Algorithm> algorithms = section.texts("algorithms").stream()
                .map(token -> algorithm(section, token))
                .toList();
        if (section.has("algorithms") && algorithms.isEmpty()) {
            throw section.missing("algorithms", "at least one of MD5, SHA-256");
        }
        return new Authentication(
                realm,
                algorithms.isEmpty() ? List.of(Algorithm.MD5) : algorithms,
                passwords(section),
                section.optionalCount("nonceMaxUses", 1, Integer.MAX_VALUE).orElse(Integer.MAX_VALUE),
                section.optionalPeriod("nonceMaxAge").orElse(Duration.ofHours(24)),
                section.optionalWord("challengeInvite", InviteChallenge.class).orElse(InviteChallenge.NEVER));
    }

    private static Algorithm algorithm(Section section, String token) {
        return Arrays.stream(Algorithm.values())
                .filter(algorithm -> algorithm.token().equals(token))
                .findFirst()
                .orElseThrow(() -> section.refuse("algorithms", "MD5 or SHA-256", token));
    }

    private Passwords passwords(Section section) {
        if (section.has("password") == section.has("usersFile")) {
            throw new ScriptException(
                    section.path(),
                    "exactly one of password, usersFile",
                    section.has("password") ? "password and usersFile" : "none");
        }
        if (section.has("password")) {
            return new Passwords(section.text("password"), Map.of());
        }
        return new Passwords(null, users(section, folder.resolve(section.text("usersFile"))));
    }

    private static Map<String, String> users(Section section, Path file) {
        try {
            List<String> lines = Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .collect(Collectors.toList());
            List<String> columns = lines.isEmpty() ? List.of() : cells(lines.remove(0));
            int user = columns.indexOf("username");
            int password = columns.indexOf("password");
            if (user < 0 || password < 0) {
                throw section.refuse(
                        "usersFile", "a first line with the columns username and password", String.join(",", columns));
            }
            Map<String, String> users = new HashMap<>();
            for (String line : lines) {
                List<String> cells = cells(line);
                if (line.contains("\"") || cells.size() != columns.size()) {
                    throw section.refuse(
                            "usersFile",
                            "rows of " + columns.size() + " cells without quotes",
                            "row " + (lines.indexOf(line) + 2) + " with " + cells.size() + " cells");
                }
                users.put(cells.get(user), cells.get(password));
            }
            return users;
        } catch (IOException e) {
            throw section.refuse(
                    "usersFile",
                    "a file that can be read",
                    file + " (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
    }
}

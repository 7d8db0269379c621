package dev.softphone.loadtest.simulator.script;

import dev.softphone.loadtest.simulator.script.GenesysScript.AssertionForm;
import dev.softphone.loadtest.simulator.script.GenesysScript.Client;
import dev.softphone.loadtest.simulator.script.GenesysScript.Grant;
import dev.softphone.loadtest.simulator.script.GenesysScript.Limits;
import dev.softphone.loadtest.simulator.script.GenesysScript.Organization;
import dev.softphone.loadtest.simulator.script.GenesysScript.Preissued;
import dev.softphone.loadtest.simulator.script.GenesysScript.Tokens;
import dev.softphone.loadtest.simulator.script.GenesysScript.Window;
import dev.softphone.loadtest.simulator.script.RuleReader.Context;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the {@code genesys} section. */
final class GenesysReader {
    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");
    private static final Set<String> NAMES = Set.of("random.token");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private GenesysReader() {}

    static GenesysScript read(Section section) {
        List<Organization> organizations = section.list("organizations", GenesysReader::organization);
        refuseTwice(section, organizations);
        return new GenesysScript(
                domain(section, "environment").orElse("genesys.invalid"),
                organizations,
                section.optional("tokens", GenesysReader::tokens)
                        .orElseGet(() -> new Tokens(Duration.ofHours(24), AssertionForm.SAML, Optional.empty())),
                section.list("login", s -> RuleReader.rule(s, Context.GENESYS_LOGIN, GenesysReader::onRest)),
                section.list("rest", s -> RuleReader.rule(s, Context.GENESYS_REST, GenesysReader::onRest)),
                section.optional("limits", GenesysReader::limits)
                        .orElseGet(() -> new Limits(
                                new Window(300, MINUTE),
                                new Window(300, MINUTE),
                                new Window(3_000, MINUTE),
                                Optional.empty())),
                section.optionalCount("channelsPerUser", 1, 1_000_000).orElse(20),
                section.optional("station", GenesysReader::station)
                        .orElseGet(() -> new GenesysScript.Station(GenesysScript.Persistence.NONE, false)),
                GenesysStreamReader.read(section),
                section.optional("calls", GenesysCallReader::read).orElseGet(GenesysCallReader::none));
    }

    private static Action.OnRest onRest(Section section) {
        return ActionReader.onRest(section, NAMES);
    }

    private static Optional<String> domain(Section section, String key) {
        Optional<String> domain = section.optionalText(key);
        if (domain.isPresent() && !DOMAIN.matcher(domain.get()).matches()) {
            throw section.refuse(key, "a domain of lower-case letters, digits, dots and hyphens", domain.get());
        }
        return domain;
    }

    private static void refuseTwice(Section section, List<Organization> organizations) {
        Set<String> names = new HashSet<>();
        Set<String> clients = new HashSet<>();
        for (Organization organization : organizations) {
            if (!names.add(organization.name())) {
                throw section.refuse("organizations", "names that differ", organization.name() + " twice");
            }
            for (Client client : organization.clients()) {
                if (!clients.add(client.id())) {
                    throw section.refuse("organizations", "clients that differ", client.id() + " twice");
                }
            }
        }
    }

    private static Organization organization(Section section) {
        String name = domain(section, "name").orElseThrow(() -> section.missing("name", "a name"));
        List<Client> clients = section.list("clients", GenesysReader::client);
        if (clients.isEmpty()) {
            throw section.missing("clients", "at least one client");
        }
        return new Organization(name, clients);
    }

    private static Client client(Section section) {
        Set<Grant> grants = EnumSet.noneOf(Grant.class);
        for (String word : section.texts("grants")) {
            grants.add(Section.word(section.at("grants"), word, Arrays.asList(Grant.values())));
        }
        return new Client(
                section.text("id"), section.text("secret"), grants.isEmpty() ? EnumSet.allOf(Grant.class) : grants);
    }

    private static Tokens tokens(Section section) {
        return new Tokens(
                section.optionalPeriod("expiresIn").orElse(Duration.ofHours(24)),
                section.optionalWord("assertion", AssertionForm.class).orElse(AssertionForm.SAML),
                section.optional(
                        "preissued",
                        s -> new Preissued(
                                s.pattern("capture"),
                                domain(s, "organization").orElse(GenesysScript.DEFAULT_ORGANIZATION))));
    }

    private static Limits limits(Section section) {
        return new Limits(
                section.optional("token", GenesysReader::window).orElse(new Window(300, MINUTE)),
                section.optional("appUser", GenesysReader::window).orElse(new Window(300, MINUTE)),
                section.optional("user", GenesysReader::window).orElse(new Window(3_000, MINUTE)),
                section.optional("organization", GenesysReader::window));
    }

    private static Window window(Section section) {
        return new Window(
                section.count("allowed", 1, 100_000_000),
                section.optionalPeriod("per").orElse(MINUTE));
    }

    private enum Presence {
        ASSOCIATED,
        MISSING
    }

    private static GenesysScript.Station station(Section section) {
        return new GenesysScript.Station(
                section.optionalWord("persistence", GenesysScript.Persistence.class)
                        .orElse(GenesysScript.Persistence.NONE),
                section.optionalWord("presence", Presence.class)
                        .map(Presence.MISSING::equals)
                        .orElse(false));
    }
}

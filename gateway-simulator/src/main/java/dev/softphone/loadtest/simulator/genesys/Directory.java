package dev.softphone.loadtest.simulator.genesys;

import dev.softphone.loadtest.simulator.gateway.RandomText;
import dev.softphone.loadtest.simulator.script.GenesysScript;
import dev.softphone.loadtest.simulator.script.GenesysScript.Client;
import dev.softphone.loadtest.simulator.script.GenesysScript.Grant;
import dev.softphone.loadtest.simulator.script.GenesysScript.Organization;
import dev.softphone.loadtest.simulator.script.GenesysScript.Preissued;
import dev.softphone.loadtest.simulator.truth.GatewayClock;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * Who may log in, and the last 200,000 tokens. Every user exists from the first mention on. For the gateway's thread
 * only.
 */
final class Directory {
    private static final int MAX_TOKENS = 200_000;

    private final GenesysScript script;
    private final GatewayClock clock;
    private final RandomText random = new RandomText();
    private final Map<String, User> users = new HashMap<>();
    private final Map<String, Token> tokens = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Token> eldest) {
            return size() > MAX_TOKENS;
        }
    };

    Directory(GenesysScript script, GatewayClock clock) {
        this.script = script;
        this.clock = clock;
    }

    /** A client that showed its secret. */
    record Login(String client, String organization, Set<Grant> grants) {}

    /** The organization of a client, or null for one that nobody knows. */
    @Nullable
    String organizationOf(String client) {
        if (script.organizations().isEmpty()) {
            return GenesysScript.DEFAULT_ORGANIZATION;
        }
        return script.organizations().stream()
                .filter(organization -> organization.clients().stream().anyMatch(c -> c.id().equals(client)))
                .map(Organization::name)
                .findFirst()
                .orElse(null);
    }

    /** The client of these credentials, or null where they are wrong. */
    @Nullable
    Login login(String id, String secret) {
        if (script.organizations().isEmpty()) {
            return new Login(id, GenesysScript.DEFAULT_ORGANIZATION, EnumSet.allOf(Grant.class));
        }
        for (Organization organization : script.organizations()) {
            for (Client client : organization.clients()) {
                if (client.id().equals(id) && client.hasSecret(secret)) {
                    return new Login(id, organization.name(), client.grants());
                }
            }
        }
        return null;
    }

    User user(String organization, String name) {
        return users.computeIfAbsent(
                organization + "/" + name, key -> User.of(organization, name, script.environment()));
    }

    Token issue(String client, String organization, @Nullable User user) {
        return keep(random.next(), client, organization, user);
    }

    private Token keep(String value, String client, String organization, @Nullable User user) {
        long expires = clock.nanos() + script.tokens().expiresIn().toNanos();
        Token token = new Token(value, client, organization, user, expires);
        tokens.put(value, token);
        return token;
    }

    /** The token of this value, expired or not; null where it was never given out. */
    @Nullable
    Token token(String value) {
        Token known = tokens.get(value);
        if (known != null || script.tokens().preissued().isEmpty()) {
            return known;
        }
        Preissued preissued = script.tokens().preissued().get();
        Matcher matcher = preissued.capture().matcher(value);
        if (!matcher.matches()) {
            return null;
        }
        String name = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
        return keep(value, "preissued", preissued.organization(), user(preissued.organization(), name));
    }
}

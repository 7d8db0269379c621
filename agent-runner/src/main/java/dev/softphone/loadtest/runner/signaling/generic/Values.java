package dev.softphone.loadtest.runner.signaling.generic;

import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.runner.safety.Redactor;
import dev.softphone.loadtest.runner.signaling.Wire;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What the references of one softphone stand for. Owned by its session. */
final class Values {

    private final Identity identity;
    private final RandomGenerator random;
    private final Map<String, String> learnt = new HashMap<>();
    private long attempt;
    private @Nullable String callee;

    Values(Identity identity, RandomGenerator random) {
        this.identity = identity;
        this.random = random;
    }

    void nextAttempt() {
        attempt++;
        callee = null;
        learnt.clear();
    }

    void callee(@Nullable String username) {
        callee = username;
    }

    /**
     * Takes values from an answer; each is known by its name, and by its name after {@code prefix}.
     *
     * @return the name of one that is not there or too long, or the empty string
     */
    String learn(String prefix, Map<String, Extractor> extract, Incoming answer, Wire wire) {
        for (Map.Entry<String, Extractor> wanted : extract.entrySet()) {
            String value = wanted.getValue().from(answer);
            if (value == null) {
                return wanted.getKey();
            }
            wire.conceal(value);
            learnt.put(wanted.getKey(), value);
            learnt.put(prefix + wanted.getKey(), value);
        }
        return "";
    }

    /** Knows the identity's secrets and what the gateway's answers taught. */
    Redactor redactor() {
        return Redactor.of(identity, learnt.values());
    }

    /** The values during one exchange: a request or message and what is expected in answer share {@code random.uuid}. */
    Exchange exchange() {
        return new Exchange();
    }

    /** One request or message and its answer. */
    final class Exchange {
        private @Nullable String uuid;

        /** The value of a reference, or null when nothing is known by that name. */
        @Nullable
        String value(String name) {
            if (name.startsWith("identity.")) {
                return column(name.substring("identity.".length()));
            }
            return switch (name) {
                case "index" -> column("index");
                case "attempt" -> Long.toString(attempt);
                case "random.uuid" -> uuid();
                case "callee.username" -> callee;
                default -> learnt.get(name);
            };
        }

        private @Nullable String column(String name) {
            return name.equals("username")
                    ? identity.username()
                    : identity.values().get(name);
        }

        private String uuid() {
            if (uuid == null) {
                long high = (random.nextLong() & ~0xF000L) | 0x4000L;
                long low = (random.nextLong() & ~(3L << 62)) | (2L << 62);
                uuid = new UUID(high, low).toString();
            }
            return uuid;
        }
    }
}

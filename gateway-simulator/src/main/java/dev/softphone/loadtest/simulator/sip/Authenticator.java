package dev.softphone.loadtest.simulator.sip;

import dev.softphone.loadtest.simulator.gateway.RandomText;
import dev.softphone.loadtest.simulator.script.SipScript.Algorithm;
import dev.softphone.loadtest.simulator.script.SipScript.Authentication;
import dev.softphone.loadtest.simulator.truth.GatewayClock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Challenges and checks credentials; remembers the last 200,000 nonces. For the gateway's thread only. */
final class Authenticator {
    private static final int MAX_NONCES = 200_000;

    /** What credentials are worth. */
    enum Outcome {
        GOOD,
        /** There are none for this realm. */
        MISSING,
        /** They are right, but the nonce is unknown, too old or used too often. */
        STALE,
        /** Wrong user, password, response, URI or nonce count. */
        WRONG
    }

    private static final class Nonce {
        private final long madeNanos;
        private int uses;
        private long lastCount;

        Nonce(long madeNanos) {
            this.madeNanos = madeNanos;
        }
    }

    private final Authentication script;
    private final GatewayClock clock;
    private final RandomText random = new RandomText();
    private final Map<String, Nonce> nonces = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Nonce> eldest) {
            return size() > MAX_NONCES;
        }
    };

    Authenticator(Authentication script, GatewayClock clock) {
        this.script = script;
        this.clock = clock;
    }

    /** A challenge for each algorithm, with one fresh nonce. */
    List<String> challenges(boolean stale) {
        String nonce = random.next();
        nonces.put(nonce, new Nonce(clock.nanos()));
        return script.algorithms().stream()
                .map(algorithm -> "Digest realm=\"" + script.realm() + "\", nonce=\"" + nonce + "\", algorithm="
                        + algorithm.token() + ", qop=\"auth\"" + (stale ? ", stale=true" : ""))
                .toList();
    }

    /** Checks the first credentials for this realm among the values of an Authorization header. */
    Outcome check(SipMessage request, List<String> authorizations) {
        for (String authorization : authorizations) {
            Map<String, String> given = Digest.parameters(authorization);
            if (given != null && script.realm().equals(given.get("realm"))) {
                return check(request, given);
            }
        }
        return Outcome.MISSING;
    }

    private Outcome check(SipMessage request, Map<String, String> given) {
        Algorithm algorithm = algorithm(given.getOrDefault("algorithm", "MD5"));
        String username = given.getOrDefault("username", "");
        String password = script.passwords().of(username);
        String uri = given.getOrDefault("uri", "");
        String nonce = given.getOrDefault("nonce", "");
        String qop = given.get("qop");
        String nc = given.get("nc");
        String cnonce = given.get("cnonce");
        boolean wellFormed = algorithm != null
                && password != null
                && uri.equals(request.uri())
                && (qop == null
                        || (qop.equals("auth") && nc != null && cnonce != null && nc.matches("[0-9a-fA-F]{8}")));
        if (!wellFormed) {
            return Outcome.WRONG;
        }
        String expected = Digest.response(
                Objects.requireNonNull(algorithm),
                username,
                script.realm(),
                Objects.requireNonNull(password),
                request.method(),
                uri,
                nonce,
                nc,
                cnonce,
                qop);
        if (!expected.equalsIgnoreCase(given.get("response"))) {
            return Outcome.WRONG;
        }
        return use(nonce, qop == null ? null : nc);
    }

    private Outcome use(String value, @Nullable String count) {
        Nonce nonce = nonces.get(value);
        boolean alive = nonce != null
                && nonce.uses < script.maxUses()
                && clock.nanos() - nonce.madeNanos <= script.maxAge().toNanos();
        if (nonce == null || !alive) {
            return Outcome.STALE;
        }
        if (count != null) {
            long number = Long.parseLong(count, 16);
            if (number <= nonce.lastCount) {
                return Outcome.WRONG;
            }
            nonce.lastCount = number;
        }
        nonce.uses++;
        return Outcome.GOOD;
    }

    private @Nullable Algorithm algorithm(String token) {
        return script.algorithms().stream()
                .filter(algorithm -> algorithm.token().equalsIgnoreCase(token))
                .findFirst()
                .orElse(null);
    }
}

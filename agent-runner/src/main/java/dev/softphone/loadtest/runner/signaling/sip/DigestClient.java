package dev.softphone.loadtest.runner.signaling.sip;

import dev.softphone.loadtest.model.Identity;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Answers the challenges to one softphone (RFC 3261 §22); holds the newest of the server and of the proxy. */
final class DigestClient {
    private final Identity identity;
    private final RandomGenerator random;
    private @Nullable DigestCredentials server;
    private @Nullable DigestCredentials proxy;

    DigestClient(Identity identity, RandomGenerator random) {
        this.identity = identity;
        this.random = random;
    }

    /** Forgets every nonce: the next attempt is challenged like the first. */
    void forget() {
        server = null;
        proxy = null;
    }

    /** Takes a 401 or 407; null when it is worth sending the request again, otherwise why it is not. */
    @Nullable
    String refusal(SipResponse response, ChallengeRound round) {
        boolean byProxy = response.status() == 407;
        List<String> fields = response.headers().fields(byProxy ? "Proxy-Authenticate" : "WWW-Authenticate");
        DigestChallenge challenge = DigestChallenge.strongest(fields);
        if (challenge == null) {
            return fields.isEmpty()
                    ? "challenge without a challenge header"
                    : "no Digest challenge with qop auth and MD5, SHA-256 or SHA-512-256";
        }
        if (!round.admit(byProxy, challenge.stale())) {
            return "credentials refused";
        }
        if (byProxy) {
            proxy = answer(challenge, proxy);
        } else {
            server = answer(challenge, server);
        }
        return null;
    }

    /** The headers for whoever asked in this round; empty where nobody did. */
    SipHeaders credentials(String method, String uri, ChallengeRound round) {
        SipHeaders headers = new SipHeaders();
        if (server != null && round.serverAsked()) {
            headers.add("Authorization", server.next(method, uri));
        }
        if (proxy != null && round.proxyAsked()) {
            headers.add("Proxy-Authorization", proxy.next(method, uri));
        }
        return headers;
    }

    private DigestCredentials answer(DigestChallenge challenge, @Nullable DigestCredentials held) {
        if (held != null && held.serves(challenge)) {
            return held;
        }
        return new DigestCredentials(
                challenge, identity.username(), identity.password(), Long.toHexString(random.nextLong()));
    }
}

package dev.softphone.loadtest.runner.signaling.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One Digest challenge that we can answer (RFC 7616 §3.3).
 *
 * @param algorithmToken as the challenge wrote it, to be repeated; null where it named none, which means MD5
 * @param session whether the algorithm is a {@code -sess} one
 * @param protection whether {@code qop=auth} was offered; without it the answer is that of RFC 2069
 * @param stale the credentials were right, only the nonce was old
 */
record DigestChallenge(
        String realm,
        String nonce,
        @Nullable String opaque,
        DigestAlgorithm algorithm,
        @Nullable String algorithmToken,
        boolean session,
        boolean protection,
        boolean stale) {

    /**
     * The strongest of the challenges that we can answer; of equals the first, because that is the order of preference
     * (RFC 8760 §2.3).
     *
     * @param fields the values of all WWW-Authenticate or Proxy-Authenticate fields
     */
    static @Nullable DigestChallenge strongest(List<String> fields) {
        DigestChallenge best = null;
        for (String field : fields) {
            DigestChallenge challenge = read(field);
            if (challenge != null && (best == null || challenge.algorithm.compareTo(best.algorithm) > 0)) {
                best = challenge;
            }
        }
        return best;
    }

    /** Null for another scheme, an unknown algorithm, {@code qop} without {@code auth}, and without realm or nonce. */
    private static @Nullable DigestChallenge read(String field) {
        if (!field.regionMatches(true, 0, "Digest ", 0, "Digest ".length())) {
            return null;
        }
        // As parameters of one value, so that one reader serves both shapes.
        List<String> parts = new ArrayList<>();
        HeaderValue.addElements(field.substring("Digest ".length()), parts);
        String parameters = ";" + String.join(";", parts);
        String realm = HeaderValue.parameter(parameters, "realm");
        String nonce = HeaderValue.parameter(parameters, "nonce");
        String token = HeaderValue.parameter(parameters, "algorithm");
        String qop = HeaderValue.parameter(parameters, "qop");
        DigestAlgorithm algorithm = token == null ? DigestAlgorithm.MD5 : DigestAlgorithm.of(token);
        if (realm == null || nonce == null || algorithm == null || (qop != null && !offersAuth(qop))) {
            return null;
        }
        return new DigestChallenge(
                realm,
                nonce,
                HeaderValue.parameter(parameters, "opaque"),
                algorithm,
                token,
                token != null && token.toLowerCase(Locale.ROOT).endsWith("-sess"),
                qop != null,
                "true".equalsIgnoreCase(HeaderValue.parameter(parameters, "stale")));
    }

    private static boolean offersAuth(String qop) {
        for (String option : qop.split(",", -1)) {
            if (option.trim().equalsIgnoreCase("auth")) {
                return true;
            }
        }
        return false;
    }
}

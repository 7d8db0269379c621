package dev.softphone.loadtest.runner.signaling.sip;

import java.util.HexFormat;

/**
 * The answers to one challenge, as long as its nonce serves (RFC 7616 §3.4.1).
 *
 * <pre>
 * A1       = username ":" realm ":" password           -sess: H(that) ":" nonce ":" cnonce
 * A2       = method ":" uri
 * response = H(H(A1) ":" nonce ":" nc ":" cnonce ":" "auth" ":" H(A2))
 *            H(H(A1) ":" nonce ":" H(A2))                where the challenge had no qop
 * </pre>
 *
 * The nonce-count rises with every answer. H(A1) is kept, the password is not.
 */
final class DigestCredentials {
    private final DigestChallenge challenge;
    private final String username;
    private final String clientNonce;
    private final String secret;
    private int count;

    DigestCredentials(DigestChallenge challenge, String username, String password, String clientNonce) {
        this.challenge = challenge;
        this.username = username;
        this.clientNonce = clientNonce;
        String plain = challenge.algorithm().hash(username + ':' + challenge.realm() + ':' + password);
        this.secret = challenge.session()
                ? challenge.algorithm().hash(plain + ':' + challenge.nonce() + ':' + clientNonce)
                : plain;
    }

    /** Whether an answer to that challenge is the next answer to this one: the same nonce, hashed the same way. */
    boolean serves(DigestChallenge other) {
        return challenge.nonce().equals(other.nonce())
                && challenge.realm().equals(other.realm())
                && challenge.algorithm() == other.algorithm();
    }

    /** The value of the next Authorization or Proxy-Authorization header. */
    String next(String method, String uri) {
        count++;
        DigestAlgorithm algorithm = challenge.algorithm();
        String nonceCount = HexFormat.of().toHexDigits(count);
        String request = algorithm.hash(method + ':' + uri);
        String response = challenge.protection()
                ? algorithm.hash(
                        secret + ':' + challenge.nonce() + ':' + nonceCount + ':' + clientNonce + ":auth:" + request)
                : algorithm.hash(secret + ':' + challenge.nonce() + ':' + request);
        StringBuilder value = new StringBuilder(320)
                .append("Digest username=")
                .append(HeaderValue.quote(username))
                .append(", realm=")
                .append(HeaderValue.quote(challenge.realm()))
                .append(", nonce=")
                .append(HeaderValue.quote(challenge.nonce()))
                .append(", uri=")
                .append(HeaderValue.quote(uri))
                .append(", response=\"")
                .append(response)
                .append('"');
        String token = challenge.algorithmToken();
        if (token != null) {
            value.append(", algorithm=").append(token);
        }
        String opaque = challenge.opaque();
        if (opaque != null) {
            value.append(", opaque=").append(HeaderValue.quote(opaque));
        }
        if (challenge.protection() || challenge.session()) {
            value.append(", cnonce=\"").append(clientNonce).append('"');
        }
        if (challenge.protection()) {
            value.append(", qop=auth, nc=").append(nonceCount);
        }
        return value.toString();
    }
}

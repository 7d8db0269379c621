package dev.softphone.loadtest.simulator.sip;

import dev.softphone.loadtest.simulator.script.SipScript.Algorithm;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Digest access authentication (RFC 7616 §3.4, RFC 8760):
 *
 * <pre>
 * HA1      = H(username ":" realm ":" password)
 * HA2      = H(method ":" digest-uri)
 * response = H(HA1 ":" nonce ":" nc ":" cnonce ":" qop ":" HA2)      with qop
 *          = H(HA1 ":" nonce ":" HA2)                                without (RFC 2069)
 * </pre>
 */
final class Digest {
    private Digest() {}

    /** The response; {@code nc}, {@code cnonce} and {@code qop} are null together. */
    static String response(
            Algorithm algorithm,
            String username,
            String realm,
            String password,
            String method,
            String uri,
            String nonce,
            @Nullable String nc,
            @Nullable String cnonce,
            @Nullable String qop) {
        String ha1 = hash(algorithm, username + ":" + realm + ":" + password);
        String ha2 = hash(algorithm, method + ":" + uri);
        String middle = qop == null ? nonce : nonce + ":" + nc + ":" + cnonce + ":" + qop;
        return hash(algorithm, ha1 + ":" + middle + ":" + ha2);
    }

    private static String hash(Algorithm algorithm, String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance(algorithm.token()).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5 and SHA-256", e);
        }
    }

    /** The parameters of {@code Digest a="b", c=d}; null where it is no digest. */
    static @Nullable Map<String, String> parameters(String header) {
        if (!header.regionMatches(true, 0, "Digest ", 0, 7)) {
            return null;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String part : SipCodec.split(header.substring(7))) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                String value = part.substring(equals + 1).strip();
                boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
                parameters.put(
                        part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value);
            }
        }
        return parameters;
    }
}

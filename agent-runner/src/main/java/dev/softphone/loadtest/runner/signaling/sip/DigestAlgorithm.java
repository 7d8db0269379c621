package dev.softphone.loadtest.runner.signaling.sip;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The hash functions of RFC 8760 §2, from weak to strong. */
enum DigestAlgorithm {
    MD5("MD5", "MD5"),
    SHA_256("SHA-256", "SHA-256"),
    SHA_512_256("SHA-512-256", "SHA-512/256");

    private final String token;
    private final String provider;

    DigestAlgorithm(String token, String provider) {
        this.token = token;
        this.provider = provider;
    }

    /** The algorithm of a challenge, with or without {@code -sess}; null where it is not known here. */
    static @Nullable DigestAlgorithm of(String token) {
        for (DigestAlgorithm algorithm : values()) {
            if (token.equalsIgnoreCase(algorithm.token) || token.equalsIgnoreCase(algorithm.token + "-sess")) {
                return algorithm;
            }
        }
        return null;
    }

    /** The hash of the UTF-8 bytes, in lower-case hexadecimal. */
    String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance(provider).digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java 17 platform has MD5 and SHA-2", e);
        }
    }
}

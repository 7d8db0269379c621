package dev.softphone.loadtest.simulator.gateway;

import java.security.SecureRandom;
import java.util.Base64;

/** Random tokens for nonces, tags and templates. Thread safe. */
public final class RandomText {
    private final SecureRandom random = new SecureRandom();

    /** 18 random bytes as 24 characters that need no quoting in a header, an URI or JSON. */
    public String next() {
        byte[] bytes = new byte[18];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }
}

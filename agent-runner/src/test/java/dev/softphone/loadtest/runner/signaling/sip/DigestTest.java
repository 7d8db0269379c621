package dev.softphone.loadtest.runner.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DigestTest {
    private static final String RFC_7616_NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    private static final String RFC_7616_CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

    @Test
    void answersTheMd5ExampleOfRfc7616() {
        DigestChallenge challenge = challenge("Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", "
                + "algorithm=MD5, nonce=\"" + RFC_7616_NONCE + "\", "
                + "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");

        String answer = new DigestCredentials(challenge, "Mufasa", "Circle of Life", RFC_7616_CNONCE)
                .next("GET", "/dir/index.html");

        assertThat(part(answer, "response")).isEqualTo("8ca523f5e9506fed4657c9700eebdbec");
        assertThat(part(answer, "nc")).isEqualTo("00000001");
        assertThat(part(answer, "qop")).isEqualTo("auth");
        assertThat(part(answer, "opaque")).isEqualTo("FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS");
    }

    @Test
    void answersTheSha256ExampleOfRfc7616() {
        DigestChallenge challenge = challenge("Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", "
                + "algorithm=SHA-256, nonce=\"" + RFC_7616_NONCE + "\"");

        String answer = new DigestCredentials(challenge, "Mufasa", "Circle of Life", RFC_7616_CNONCE)
                .next("GET", "/dir/index.html");

        assertThat(part(answer, "response"))
                .isEqualTo("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
        assertThat(part(answer, "algorithm")).isEqualTo("SHA-256");
    }

    @Test
    void answersWithoutQopAsRfc2069Did() {
        DigestChallenge challenge = challenge("Digest realm=\"testrealm@host.com\", "
                + "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"");

        String answer =
                new DigestCredentials(challenge, "Mufasa", "CircleOfLife", "unused").next("GET", "/dir/index.html");

        assertThat(part(answer, "response")).isEqualTo("1949323746fe6a43ef61f9606e7febea");
        assertThat(answer).doesNotContain("cnonce").doesNotContain("nc=").doesNotContain("algorithm");
    }

    @Test
    void countsTheUsesOfOneNonce() {
        DigestChallenge challenge = challenge("Digest realm=\"r\", nonce=\"n\", qop=\"auth\"");
        DigestCredentials credentials = new DigestCredentials(challenge, "u", "p", "c");

        String first = credentials.next("REGISTER", "sip:example.test");
        String second = credentials.next("REGISTER", "sip:example.test");

        assertThat(part(first, "nc")).isEqualTo("00000001");
        assertThat(part(second, "nc")).isEqualTo("00000002");
        assertThat(part(first, "response")).isNotEqualTo(part(second, "response"));
    }

    @Test
    void hashesTheNoncesIntoTheSecretOfASessionAlgorithm() {
        String a1 = DigestAlgorithm.MD5.hash(DigestAlgorithm.MD5.hash("u:r:p") + ":n:c");
        String a2 = DigestAlgorithm.MD5.hash("REGISTER:sip:example.test");
        DigestChallenge challenge = challenge("Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD5-sess");

        String answer = new DigestCredentials(challenge, "u", "p", "c").next("REGISTER", "sip:example.test");

        assertThat(part(answer, "response")).isEqualTo(DigestAlgorithm.MD5.hash(a1 + ":n:00000001:c:auth:" + a2));
        assertThat(part(answer, "algorithm")).isEqualTo("MD5-sess");
    }

    @Test
    void picksTheStrongestAlgorithmItKnowsWhateverTheOrder() {
        String md5 = "Digest realm=\"r\", nonce=\"m\", qop=\"auth\", algorithm=MD5";
        String sha = "Digest realm=\"r\", nonce=\"s\", qop=\"auth\", algorithm=SHA-256";
        String unknown = "Digest realm=\"r\", nonce=\"u\", qop=\"auth\", algorithm=SHA3-512";

        assertThat(strongest(md5, sha, unknown).nonce()).isEqualTo("s");
        assertThat(strongest(unknown, sha, md5).nonce()).isEqualTo("s");
        assertThat(strongest(unknown, md5).nonce()).isEqualTo("m");
    }

    @Test
    void answersNoChallengeItCannotAnswerRight() {
        assertThat(DigestChallenge.strongest(List.of("Basic realm=\"r\""))).isNull();
        assertThat(DigestChallenge.strongest(List.of("Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"")))
                .isNull();
        assertThat(DigestChallenge.strongest(List.of("Digest realm=\"r\", nonce=\"n\", algorithm=AKAv1-MD5")))
                .isNull();
        assertThat(DigestChallenge.strongest(List.of("Digest realm=\"r\""))).isNull();
        assertThat(DigestChallenge.strongest(List.of("Digest"))).isNull();
    }

    @Test
    void readsQuotedCommasSemicolonsAndEscapes() {
        DigestChallenge challenge =
                challenge("Digest realm=\"a, b; c=\\\"d\\\"\",nonce=\"n;1,2\" , stale=TRUE,qop=\"auth\"");

        assertThat(challenge.realm()).isEqualTo("a, b; c=\"d\"");
        assertThat(challenge.nonce()).isEqualTo("n;1,2");
        assertThat(challenge.stale()).isTrue();
    }

    private static DigestChallenge challenge(String field) {
        return strongest(field);
    }

    private static DigestChallenge strongest(String... fields) {
        return Objects.requireNonNull(DigestChallenge.strongest(List.of(fields)));
    }

    private static String part(String answer, String name) {
        String parameters = answer.replaceFirst("^Digest ", ";").replace(", ", ";");
        return Objects.requireNonNull(HeaderValue.parameter(parameters, name));
    }
}

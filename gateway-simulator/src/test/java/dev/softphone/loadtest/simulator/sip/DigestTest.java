package dev.softphone.loadtest.simulator.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.simulator.script.SipScript.Algorithm;
import org.junit.jupiter.api.Test;

class DigestTest {

    @Test
    void agreesWithTheExamplesOfRfc7616() {
        // RFC 7616, section 3.9.1.
        assertThat(rfc7616(Algorithm.MD5)).isEqualTo("8ca523f5e9506fed4657c9700eebdbec");
        assertThat(rfc7616(Algorithm.SHA_256))
                .isEqualTo("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    }

    private static String rfc7616(Algorithm algorithm) {
        return Digest.response(
                algorithm,
                "Mufasa",
                "http-auth@example.org",
                "Circle of Life",
                "GET",
                "/dir/index.html",
                "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                "00000001",
                "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
                "auth");
    }

    @Test
    void agreesWithTheExampleOfRfc2617() {
        // RFC 2617, section 3.5.
        assertThat(Digest.response(
                        Algorithm.MD5,
                        "Mufasa",
                        "testrealm@host.com",
                        "Circle Of Life",
                        "GET",
                        "/dir/index.html",
                        "dcd98b7102dd2f0e8b11d0f600bfb0c093",
                        "00000001",
                        "0a4f113b",
                        "auth"))
                .isEqualTo("6629fae49393a05397450978507c4ef1");
    }

    @Test
    void leavesOutCountAndClientNonceWithoutQop() {
        // RFC 2069, section 2.4, as corrected by erratum 749.
        assertThat(Digest.response(
                        Algorithm.MD5,
                        "Mufasa",
                        "testrealm@host.com",
                        "CircleOfLife",
                        "GET",
                        "/dir/index.html",
                        "dcd98b7102dd2f0e8b11d0f600bfb0c093",
                        null,
                        null,
                        null))
                .isEqualTo("1949323746fe6a43ef61f9606e7febea");
    }

    @Test
    void readsParametersWithQuotesCommasAndEscapes() {
        assertThat(Digest.parameters("digest username=\"a, \\\"b\\\"\", nc=00000001,uri=\"sip:x\""))
                .containsEntry("username", "a, \"b\"")
                .containsEntry("nc", "00000001")
                .containsEntry("uri", "sip:x");
        assertThat(Digest.parameters("Bearer abc")).isNull();
    }
}

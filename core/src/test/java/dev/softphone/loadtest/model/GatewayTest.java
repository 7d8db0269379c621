package dev.softphone.loadtest.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatewayTest {
    private static final Gateway.Tls TLS =
            new Gateway.Tls(Optional.empty(), Optional.empty(), Optional.empty(), Gateway.Tls.Resumption.Disabled);

    /** The time of an attempt, and with it the length of a run with cycles, depends on it. */
    @Test
    void aLoginAtGenesysCloudTakesItsSevenRestCallsAndSipNone() {
        assertThat(gateway(new Gateway.GenesysCloud(URI.create("http://api.example"), "token"))
                        .restCalls())
                .isEqualTo(7);
        assertThat(gateway(new Gateway.SipOverWebSocket("example.test", 600)).restCalls())
                .isZero();
    }

    private static Gateway gateway(Gateway.Signaling signaling) {
        return new Gateway(
                "ws://gateway.example", URI.create("ws://gateway.example"), Optional.empty(), Map.of(), TLS, signaling);
    }
}

package dev.softphone.loadtest.runner.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.runner.signaling.UpgradeRequest;
import dev.softphone.loadtest.runner.signaling.UpgradeTemplate;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpgradeTemplateTest {
    private static final Identity ANNA =
            new Identity("anna b", Optional.empty(), Map.of("tenant", "blue/1", "key", "k&=", "bad", "x\r\nEvil: 1"));

    @ParameterizedTest
    @CsvSource({
        "wss://gw.test,/",
        "wss://gw.test:8443/,/",
        "wss://gw.test/sip/ws?a=1,/sip/ws?a=1",
        "wss://gw.test?a=/b,/?a=/b",
        "wss://[::1]:1/x,/x",
        "wss://gw.test/$${x},/${x}"
    })
    void opensThePathOfTheUrl(String url, String path) throws UpgradeTemplate.UnusableException {
        assertThat(of(url, Map.of(), ANNA).pathAndQuery()).isEqualTo(path);
    }

    @Test
    void putsTheIdentityIntoPathQueryAndHeaders() throws UpgradeTemplate.UnusableException {
        UpgradeRequest request = of(
                "wss://gw.test/${identity.tenant}/ws?user=${identity.username}&key=${identity.key}",
                Map.of("Origin", "https://softphone.test", "X-User", "<${identity.username}>"),
                ANNA);

        assertThat(request.pathAndQuery()).isEqualTo("/blue%2F1/ws?user=anna%20b&key=k%26%3D");
        assertThat(request.headers())
                .containsOnly(Map.entry("Origin", "https://softphone.test"), Map.entry("X-User", "<anna b>"));
    }

    @Test
    void sharesOneRequestWhereNothingDiffers() throws UpgradeTemplate.UnusableException {
        UpgradeTemplate upgrade = new UpgradeTemplate(Softphones.gateway("wss://gw.test/x", Map.of("Origin", "o")));

        assertThat(upgrade.of(ANNA)).isSameAs(upgrade.of(Softphones.identity("u1")));
    }

    @Test
    void namesTheReferenceAndNeverTheValueWhenItCannotBeUsed() {
        assertThatThrownBy(() -> of("wss://gw.test/${identity.nothing}", Map.of(), ANNA))
                .isInstanceOf(UpgradeTemplate.UnusableException.class)
                .hasMessage("required a value for ${identity.nothing}, observed none");
        assertThatThrownBy(() -> of("wss://gw.test/", Map.of("X-Bad", "${identity.bad}"), ANNA))
                .isInstanceOf(UpgradeTemplate.UnusableException.class)
                .hasMessageContaining("header X-Bad")
                .hasMessageNotContaining("Evil");
    }

    @Test
    void failsTheAttemptByTheGeneratorsOwnFault() {
        RecordingWire wire = new RecordingWire();
        SipSettings usual = Softphones.settings(Optional.empty());
        SipSettings settings = new SipSettings(
                new UpgradeTemplate(Softphones.gateway("wss://gw.test/${identity.nothing}", Map.of())),
                usual.domain(),
                usual.registrar(),
                usual.transport(),
                usual.expiresSeconds(),
                usual.call(),
                usual.establishedMillis(),
                usual.fingerprint());
        new SipSession(settings, ANNA, new SplittableRandom(1)).begin(wire);

        assertThat(wire.takeEffects())
                .containsExactly(
                        "failed upgrade local/missing-value: required a value for ${identity.nothing}, observed none");
    }

    private static UpgradeRequest of(String url, Map<String, String> headers, Identity identity)
            throws UpgradeTemplate.UnusableException {
        return new UpgradeTemplate(Softphones.gateway(url, headers)).of(identity);
    }
}

package dev.softphone.loadtest.runner.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.runner.safety.Redactor;
import dev.softphone.loadtest.runner.signaling.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HttpRefusalTest {
    private static final Identity IDENTITY = new Identity("anna", Optional.empty(), Map.of("token", "s3cret-token"));

    @Test
    void quotesWhyATokenIsDeniedWithoutTheToken() {
        Refusal refusal = HttpRefusal.of(
                401,
                Map.of(
                        "www-authenticate",
                        "Bearer error=\"invalid_token\", error_description=\"s3cret-token expired\"",
                        "set-cookie",
                        "session=1"),
                "",
                0,
                Redactor.of(IDENTITY, List.of()));

        assertThat(refusal.hints()).containsOnlyKeys("www-authenticate");
        assertThat(refusal.hints().get("www-authenticate"))
                .contains("invalid_token", "expired")
                .doesNotContain("s3cret-token");
    }
}

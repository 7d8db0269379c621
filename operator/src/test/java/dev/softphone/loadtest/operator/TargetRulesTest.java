package dev.softphone.loadtest.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.Condition;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.Phase;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import dev.softphone.loadtest.operator.resources.Control.Command;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where load may not go, nothing is created. */
class TargetRulesTest {
    private static final String PLATFORM = """
            softphones: 100
            placement: {capacity: Elastic}
            gateway: {protocol: SipOverWebSocket, url: "wss://streaming.mypurecloud.com/"}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wss://gateway.elsewhere/     | required a target that is allowed, observed gateway.elsewhere, none; to"
                        + " allow it: the operator's softphone.targets.allowed gateway.elsewhere",
                "ws://127.0.0.1:8080/         | required a host outside of the runner's pod, observed 127.0.0.1,"
                        + " loopback, which in a cluster is each pod itself",
                "ws://localhost/              | required a host outside of the runner's pod, observed localhost,"
                        + " loopback, which in a cluster is each pod itself",
                "ws://169.254.169.254/        | required an address that load may go to, observed 169.254.169.254, a"
                        + " metadata service",
                "wss://api.mypurecloud.com/   | required the platform owner's authorization, with the present in its"
                        + " window, observed api.mypurecloud.com (Genesys Cloud, in production), none; to allow it:"
                        + " spec.authorization {ticket, from, until}"
            })
    void refusesBeforeAnythingIsCreated(String url, String message) {
        Scene scene = new Scene("""
                softphones: 10
                gateway: {protocol: SipOverWebSocket, url: "%s"}
                """.formatted(url));
        Decision decision = scene.step(1);

        assertThat(decision.apply()).isEmpty();
        assertThat(scene.status().phase()).isEqualTo(Phase.Refused);
        assertThat(condition(scene, "Accepted").reason()).isEqualTo("TargetNotAllowed");
        assertThat(condition(scene, "Accepted").message()).isEqualTo("spec.gateway.url: " + message);
        assertThat(condition(scene, "Finished").status()).isEqualTo("True");
        assertThat(scene.status().verdict()).isNull();
    }

    @Test
    void aRestCallElsewhereIsRefusedByItsOwnPath() {
        Scene scene = new Scene("""
                softphones: 10
                gateway:
                  protocol: GenericWebSocket
                  url: "ws://gateway.test/"
                  generic:
                    rest:
                      - {name: own, stage: token, method: POST, url: "/token"}
                      - {name: other, stage: login, method: POST, url: "https://login.elsewhere/"}
                    steps: [{name: hello, stage: register, send: "hi"}]
                """);
        scene.step(1);

        assertThat(condition(scene, "Accepted").message())
                .startsWith("spec.gateway.generic.rest[1].url: required a target that is allowed, observed"
                        + " login.elsewhere");
    }

    @Test
    void aLoginHostElsewhereIsRefusedByItsOwnPathAndAPlatformsNeedsItsOwnersAuthorization() {
        String test = """
                softphones: 10
                gateway: {protocol: GenesysCloud, url: "ws://gateway.test"}
                identities:
                  generated: {}
                  oauth:
                    organizations:
                    - {name: acme, grant: ClientCredentials, clientId: app, clientSecretRef: {name: login, key: acme}%s}
                """;
        Scene beside = new Scene(test.formatted(""));
        beside.step(1);
        assertThat(beside.status().phase()).isNotEqualTo(Phase.Refused);

        Scene elsewhere = new Scene(test.formatted(", url: \"https://login.elsewhere\""));
        assertThat(elsewhere.step(1).apply()).isEmpty();
        assertThat(condition(elsewhere, "Accepted").message())
                .startsWith("spec.identities.oauth.organizations[0].url: required a target that is allowed, observed"
                        + " login.elsewhere");

        Scene platform = new Scene(test.formatted(", url: \"https://login.mypurecloud.com\""));
        assertThat(platform.step(1).apply()).isEmpty();
        assertThat(condition(platform, "Accepted").message())
                .startsWith("spec.identities.oauth.organizations[0].url: required the platform owner's authorization");
    }

    @Test
    void anAuthorizationInItsWindowLetsAPlatformBeTestedAndEndsTheRunWithIt() {
        Scene scene = new Scene(PLATFORM + """
                authorization: {ticket: T-1, from: "2026-11-21T09:00:00Z", until: "2026-11-21T10:01:00Z"}
                """).started();
        assertThat(scene.control().orElseThrow().command()).isEqualTo(Command.Run);

        scene.now = Instant.parse("2026-11-21T10:00:49Z");
        scene.step(1);
        assertThat(scene.control().orElseThrow().command()).isEqualTo(Command.Run);
        scene.step(1);
        assertThat(scene.control().orElseThrow().command()).isEqualTo(Command.Drain);

        scene.says(0, SoftphoneRunnerStatus.Phase.Finished, Optional.of(FakeRunner.measured(100, 0)));
        scene.step(1);
        assertThat(condition(scene, "Finished").reason()).isEqualTo("Interrupted");
    }

    @Test
    void theJobsEndWithTheWindowThoughTheOperatorIsGone() {
        Scene scene = new Scene(PLATFORM + """
                authorization: {ticket: T-1, from: "2026-11-21T09:00:00Z", until: "2026-11-21T10:01:00Z"}
                """);
        scene.step(1);
        Job job = (Job) scene.step(1).apply().stream()
                .filter(Job.class::isInstance)
                .findFirst()
                .orElseThrow();

        assertThat(job.getSpec().getActiveDeadlineSeconds()).isEqualTo(59);
    }

    private static Condition condition(Scene scene, String type) {
        return Objects.requireNonNull(scene.status().conditions()).stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElseThrow();
    }
}

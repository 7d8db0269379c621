package dev.softphone.loadtest.runner.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softphone.loadtest.api.read.TokenShares;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerSpec;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.plan.Fraction;
import dev.softphone.loadtest.runner.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparationTest {
    private static final String MANIFEST = """
            {"apiVersion": "softphone.dev/v1alpha1", "kind": "SoftphoneLoadTest", "metadata": {"name": "monday"},
             "spec": {"softphones": 10,
              "gateway": {"protocol": "SipOverWebSocket", "url": "ws://127.0.0.1:5066/", "sip": {"domain": "example.test"}},
              "identities": {"secretRefs": [{"name": "people", "key": "softphones.csv"}]},
              "arrival": {"rampUp": {"over": "5s"}}, "hold": "5s"}}
            """;
    private static final String ROWS = "username\na0\na1\na2\na3\na4\na5\na6\na7\na8\na9\n";

    private Path manifest;
    private Path allowed;

    @BeforeEach
    void files(@TempDir Path directory) throws IOException {
        manifest = Files.writeString(directory.resolve("test.json"), MANIFEST);
        allowed = Files.writeString(directory.resolve("allowed-targets"), "*.example.test\n\n 10.0.0.0/8 \n");
    }

    @Test
    void aRunnerGetsItsOwnSoftphonesAndTheirIdentities() throws Exception {
        Preparation prepared = prepared(assignment(List.of(1, 1), 0, 5L), ROWS);

        assertThat(prepared.share().alone()).isFalse();
        assertThat(prepared.share().number()).isEqualTo(4);
        assertThat(prepared.identities()).extracting(Identity::username).containsExactly("a0", "a2", "a4", "a6", "a8");
        assertThat(prepared.allowedTargets()).containsExactly("*.example.test", "10.0.0.0/8");
    }

    @Test
    void knowsWhetherAnotherPodTakesItsPlace() throws Exception {
        assertThat(prepared(assignment(List.of(1, 1), 0, 5L), ROWS).replaced()).isFalse();

        Files.writeString(manifest, MANIFEST.replace("\"hold\"", "\"onRunnerLoss\": \"Replace\", \"hold\""));
        assertThat(prepared(assignment(List.of(1, 1), 0, 5L), ROWS).replaced()).isTrue();
    }

    @Test
    void knowsWhatIsItsShareOfATokenThatOthersHaveToo() throws Exception {
        String rows = """
                username,token
                a0,t
                a1,t
                a2,own
                a3,t
                a4,own
                a5,t
                a6,own
                a7,t
                a8,t
                a9,t
                """;
        assertThat(prepared(assignment(List.of(1, 1), 0, 5L), rows).tokens().size())
                .as("no quota is kept")
                .isZero();

        Files.writeString(
                manifest,
                MANIFEST.replace("SipOverWebSocket", "GenesysCloud")
                        .replace("ws://127.0.0.1:5066/", "ws://127.0.0.1:5066")
                        .replace("\"sip\": {\"domain\": \"example.test\"}", "\"genesys\": {\"quota\": \"Respect\"}"));
        TokenShares tokens = prepared(assignment(List.of(1, 1), 0, 5L), rows).tokens();

        assertThat(tokens.of("t")).isEqualTo(new Fraction(2, 7));
        assertThat(tokens.of("own")).isEqualTo(Fraction.WHOLE);
    }

    @Test
    void fewerRowsThanSoftphonesAreRefusedEvenWhereTheOwnOnesAreThere() {
        assertThatThrownBy(() -> prepared(assignment(List.of(1, 1), 0, 5L), "username\na0\na1\na2\n"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("required 10 identities, one for each softphone, observed 3 in 1 file");
    }

    @Test
    void anAssignmentOfAnotherSizeThanItsShareIsRefused() {
        assertThatThrownBy(() -> prepared(assignment(List.of(1, 1), 0, 6L), ROWS))
                .hasMessage("the assignment's softphones: required 5, observed 6");
    }

    @Test
    void aShareThatIsNoneIsRefused() {
        assertThatThrownBy(() -> prepared(assignment(List.of(1, 1), 2, 5L), ROWS))
                .hasMessage("the assignment's share: owner: required 0 to 1, observed 2");
    }

    @Test
    void aManifestThatCannotBeReadIsRefusedByItsPath() throws Exception {
        Files.writeString(manifest, "{");
        assertThatThrownBy(() -> prepared(assignment(List.of(1), 0, 10L), ROWS))
                .hasMessageStartingWith(manifest + ": required JSON, observed ");
        Files.delete(manifest);
        assertThatThrownBy(() -> prepared(assignment(List.of(1), 0, 10L), ROWS))
                .hasMessage(manifest + ": required a file that can be read, observed nothing there");
    }

    @Test
    void theManifestOfAnotherTestIsRefused() throws Exception {
        Files.writeString(manifest, MANIFEST.replace("monday", "tuesday"));

        assertThatThrownBy(() -> prepared(assignment(List.of(1), 0, 10L), ROWS))
                .hasMessage("metadata.name in " + manifest + ": required monday, observed tuesday");
    }

    private Preparation prepared(SoftphoneRunnerSpec assignment, String rows) throws Exception {
        return Preparation.of(Pods.pod("uid-1", 0), assignment, manifest, allowed, key -> Optional.of(rows));
    }

    private static SoftphoneRunnerSpec assignment(List<Integer> weights, int region, long softphones) {
        return new SoftphoneRunnerSpec(
                "monday", 4, "eu", 0, new SoftphoneRunnerSpec.Share(weights, region, 1), softphones);
    }
}

package dev.softphone.loadtest.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.Condition;
import dev.softphone.loadtest.operator.resources.Control.Command;
import dev.softphone.loadtest.verdict.Verdict;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreflightsTest {
    private static final String TWO_REGIONS = """
            softphones: 400
            placement:
              regions: [{name: eu-west-1}, {name: us-east-1}]
              maxSoftphonesPerRunner: 100
              capacity: Elastic
            """;
    private static final int FIRST_OF_THE_SECOND = 2;

    @Test
    void oneRegionAfterTheOther() {
        Scene scene = new Scene(TWO_REGIONS).provisioned();
        assertThat(due(scene)).isEqualTo("eu-west-1");

        scene.armedAfterPreflight(1, Optional.empty());
        scene.step(1);
        assertThat(due(scene)).isEqualTo("eu-west-1");

        scene.armedAfterPreflight(0, Optional.empty());
        scene.step(1);
        assertThat(due(scene)).isEqualTo("us-east-1");
        assertThat(scene.control().orElseThrow().command()).isEqualTo(Command.Arm);
    }

    @Test
    void aHopelessOneStartsNothingAndItsCauseIsNamed() {
        Scene scene = new Scene(TWO_REGIONS).provisioned();
        scene.armedAfterPreflight(0, Optional.empty());
        scene.armedAfterPreflight(FIRST_OF_THE_SECOND, Optional.of("http/403"));
        scene.step(1);

        assertThat(scene.control().orElseThrow().command()).isEqualTo(Command.Abort);
        assertThat(scene.status().verdict()).isEqualTo(Verdict.Inconclusive);
        assertThat(condition(scene, "RunnersReady").reason()).isEqualTo("PreflightFailed");
        assertThat(condition(scene, "RunnersReady").message())
                .isEqualTo("the preflight softphone of region us-east-1 ended with http/403, because: so would all"
                        + " others, and none of them was started");
        assertThat(Objects.requireNonNull(scene.status().preflight()).code()).isEqualTo("http/403");
        assertThat(Objects.requireNonNull(scene.status().softphones()).started())
                .isZero();
        assertThat(Objects.requireNonNull(scene.status().softphones()).notStarted())
                .isEqualTo(400);
        assertThat(Objects.requireNonNull(scene.status().causes())).isNotEmpty();
    }

    @Test
    void whatMayDependOnLoadGoesOn() {
        Scene scene = new Scene(TWO_REGIONS).provisioned();
        for (int i = 0; i < 4; i++) {
            scene.armedAfterPreflight(i, Optional.of("http/503"));
        }
        scene.step(1);

        assertThat(scene.control().orElseThrow().command()).isEqualTo(Command.Run);
    }

    private static String due(Scene scene) {
        return scene.control().orElseThrow().preflight().orElseThrow();
    }

    private static Condition condition(Scene scene, String type) {
        return Objects.requireNonNull(scene.status().conditions()).stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElseThrow();
    }
}

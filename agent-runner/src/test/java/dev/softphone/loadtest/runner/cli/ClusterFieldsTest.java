package dev.softphone.loadtest.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.model.Placement;
import dev.softphone.loadtest.model.Placement.Capacity;
import dev.softphone.loadtest.model.Placement.Egress;
import dev.softphone.loadtest.model.Placement.Region;
import dev.softphone.loadtest.runner.RefusedException;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ClusterFieldsTest {
    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    @Test
    void aTestToldToStopIsNotStarted() {
        assertThatThrownBy(() -> ClusterFields.refuseStop(withRunPolicy("Stop")))
                .isInstanceOf(RefusedException.class)
                .hasMessage("spec.runPolicy: required Run for a run from this machine, which has nothing to stop before"
                        + " it starts, observed Stop");
    }

    @Test
    void aTestToldToRunIsStarted() {
        assertThatCode(() -> ClusterFields.refuseStop(withRunPolicy("Run"))).doesNotThrowAnyException();
        assertThatCode(() -> ClusterFields.refuseStop(JsonNodeFactory.instance.objectNode()))
                .doesNotThrowAnyException();
    }

    @Test
    void saysThatRegionsDoNotCountHere() {
        Placement regions = new Placement(
                List.of(new Region("eu-west-1", 2), new Region("us-east-1", 1)),
                OptionalInt.empty(),
                Capacity.Existing,
                Placement.ANYWHERE.egress());

        assertThat(ClusterFields.notice(NOTHING, regions, 500))
                .contains("In a cluster only: spec.placement.regions. Here all 500 softphones run from this machine.");
    }

    @Test
    void namesEveryFieldThatDoesNotCountHere() {
        Placement all = new Placement(
                List.of(new Region("eu-west-1", 1)),
                OptionalInt.of(100),
                Capacity.Elastic,
                new Egress(Egress.Mode.NodeMasquerade, 0, 0));

        assertThat(ClusterFields.notice(NOTHING, all, 1))
                .contains("In a cluster only: spec.placement.regions, spec.placement.maxSoftphonesPerRunner,"
                        + " spec.placement.capacity, spec.placement.egress. Here the one softphone runs from this"
                        + " machine.");
    }

    @Test
    void namesAFieldThatDecidesWithOtherTestsOrPods() {
        ObjectNode resource = JsonNodeFactory.instance.objectNode();
        resource.putObject("spec").put("overlap", "Allow");

        assertThat(ClusterFields.notice(resource, Placement.ANYWHERE, 5))
                .contains("In a cluster only: spec.overlap. Here all 5 softphones run from this machine.");
    }

    @Test
    void saysNothingOfATestThatAsksForNothing() {
        assertThat(ClusterFields.notice(NOTHING, Placement.ANYWHERE, 500)).isEmpty();
    }

    private static ObjectNode withRunPolicy(String policy) {
        ObjectNode resource = JsonNodeFactory.instance.objectNode();
        resource.putObject("spec").put("runPolicy", policy);
        return resource;
    }
}

package dev.softphone.loadtest.runner.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softphone.loadtest.runner.RefusedException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodTest {

    @Test
    void aFirstPodHasNoFailureBeforeIt() throws Exception {
        Pod pod = Pod.of(Pods.environment());

        assertThat(pod.incarnation()).isEqualTo(new Incarnation("uid-1", 0));
        assertThat(pod.runner()).isEqualTo("monday-eu-0");
        assertThat(pod.control()).isEqualTo("monday-control");
        assertThat(pod.node()).contains("node-1");
    }

    @Test
    void theFailuresOfItsIndexAreItsEpoch() throws Exception {
        assertThat(Pods.pod("uid-2", 3).incarnation().epoch()).isEqualTo(3);
        assertThat(Pods.pod("uid-2", 3, 2).incarnation().epoch()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NAMESPACE", "POD_NAME", "POD_UID", "TEST", "REGION", "JOB_COMPLETION_INDEX"})
    void aMissingVariableIsRefusedByName(String name) {
        Map<String, String> environment = Pods.environment();
        environment.remove(name);

        assertThatThrownBy(() -> Pod.of(environment))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("required")
                .hasMessageContaining("observed nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "first", "99999999999"})
    void anIndexThatIsNoNumberIsRefused(String index) {
        Map<String, String> environment = Pods.environment();
        environment.put("JOB_COMPLETION_INDEX", index);

        assertThatThrownBy(() -> Pod.of(environment))
                .hasMessage("environment variable JOB_COMPLETION_INDEX: required a number from 0, observed " + index);
    }
}

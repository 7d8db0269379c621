package dev.softphone.loadtest.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

class LeanStoreTest {

    @Test
    void ofAPodItsStatusAndItsLabelsStay() {
        LeanStore<Pod> store = new LeanStore<>();
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withNamespace("calls")
                .withName("login-default-0")
                .addToLabels("softphone.dev/test", "login")
                .addNewManagedField()
                .withManager("kubelet")
                .endManagedField()
                .endMetadata()
                .withNewSpec()
                .withNodeName("node-1")
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .endStatus()
                .build();

        store.put(store.getKey(pod), pod);

        Pod kept = store.get("calls/login-default-0");
        assertThat(kept.getMetadata().getLabels()).containsEntry("softphone.dev/test", "login");
        assertThat(kept.getStatus().getPhase()).isEqualTo("Running");
        assertThat(kept.getMetadata().getManagedFields()).isNullOrEmpty();
        assertThat(kept.getSpec()).isNull();
    }
}

package dev.softphone.loadtest.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.api.read.SpecReader;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java client's way of reading a resource and ours must mean the same. */
class ClientRoundTripTest {

    private final KubernetesSerialization client = new KubernetesSerialization();

    static List<Path> manifests() throws IOException {
        try (var files = Files.list(Path.of("src/test/resources/accepted"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void readsTheSameThroughTheClient(Path file) throws IOException {
        String text = Files.readString(file);
        SoftphoneLoadTest resource = client.unmarshal(text, SoftphoneLoadTest.class);

        assertThat(SpecReader.read(resource)).isEqualTo(SpecReader.read(client.unmarshal(text, ObjectNode.class)));
        assertThat(client.unmarshal(client.asYaml(resource), SoftphoneLoadTest.class)
                        .getSpec())
                .isEqualTo(resource.getSpec());
    }
}

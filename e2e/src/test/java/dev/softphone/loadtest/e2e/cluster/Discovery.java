package dev.softphone.loadtest.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Prometheus' discovery in Kubernetes would find, in files for its discovery by files, under the same names. */
record Discovery(Path folder) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Discovery create() throws Exception {
        Discovery discovery = new Discovery(Files.createTempDirectory("discovered-"));
        discovery.look();
        return discovery;
    }

    void look() throws Exception {
        write("endpointslice.json", endpoints());
        write("pod.json", pods());
    }

    private static ArrayNode endpoints() throws Exception {
        Map<String, JsonNode> services = new HashMap<>();
        for (JsonNode service : Cluster.json("get", "services", "-A").path("items")) {
            services.put(key(service, service.at("/metadata/name").asText()), service.at("/metadata/labels"));
        }
        ArrayNode targets = JSON.createArrayNode();
        for (JsonNode slice : Cluster.json("get", "endpointslices", "-A").path("items")) {
            JsonNode labels = slice.at("/metadata/labels");
            String service =
                    key(slice, labels.path("kubernetes.io/service-name").asText());
            for (JsonNode endpoint : slice.path("endpoints")) {
                for (JsonNode port : slice.path("ports")) {
                    ObjectNode found = target(
                            targets,
                            slice,
                            endpoint.at("/addresses/0").asText() + ":"
                                    + port.path("port").asText());
                    found.put(
                            "__meta_kubernetes_endpointslice_port_name",
                            port.path("name").asText());
                    found.put(
                            "__meta_kubernetes_pod_name",
                            endpoint.at("/targetRef/name").asText());
                    labels(found, "service", services.get(service));
                }
            }
        }
        return targets;
    }

    private static ArrayNode pods() throws Exception {
        ArrayNode targets = JSON.createArrayNode();
        for (JsonNode pod : Cluster.json("get", "pods", "-A", "--field-selector=status.phase=Running")
                .path("items")) {
            for (JsonNode container : pod.at("/spec/containers")) {
                for (JsonNode port : container.path("ports")) {
                    ObjectNode found = target(
                            targets,
                            pod,
                            pod.at("/status/podIP").asText() + ":"
                                    + port.path("containerPort").asText());
                    found.put(
                            "__meta_kubernetes_pod_container_port_name",
                            port.path("name").asText());
                    found.put(
                            "__meta_kubernetes_pod_name",
                            pod.at("/metadata/name").asText());
                    labels(found, "pod", pod.at("/metadata/labels"));
                }
            }
        }
        return targets;
    }

    private static ObjectNode target(ArrayNode targets, JsonNode object, String address) {
        ObjectNode target = targets.addObject();
        target.putArray("targets").add(address);
        return target.putObject("labels")
                .put(
                        "__meta_kubernetes_namespace",
                        object.at("/metadata/namespace").asText());
    }

    private static void labels(ObjectNode found, String kind, @Nullable JsonNode labels) {
        if (labels != null) {
            labels.properties()
                    .forEach(label -> found.put(
                            "__meta_kubernetes_" + kind + "_label_"
                                    + label.getKey().replaceAll("[^A-Za-z0-9_]", "_"),
                            label.getValue().asText()));
        }
    }

    private static String key(JsonNode object, String name) {
        return object.at("/metadata/namespace").asText() + "/" + name;
    }

    /** Never half of it. */
    private void write(String name, ArrayNode targets) throws IOException {
        Path written = Files.createTempFile(folder, name, ".part");
        Files.writeString(written, targets.toString());
        Files.move(written, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}

package dev.softphone.loadtest.e2e.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.softphone.loadtest.e2e.Helm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The configuration of Prometheus that its operator makes of the chart's ServiceMonitor and PodMonitor, as far as these
 * use their fields; a field that is not known here is refused. Debian's Prometheus is built without discovery in
 * Kubernetes: it reads what there is, under the names that that discovery gives, from {@code endpointslice.json} and
 * {@code pod.json}.
 */
public final class Monitors {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Map<String, String> RELABEL_FIELDS =
            Map.of("sourceLabels", "source_labels", "targetLabel", "target_label");

    private final Path discovered;
    private final ObjectNode config = YAML.createObjectNode();

    private Monitors(Path discovered) {
        this.discovered = discovered;
    }

    /**
     * @param values of the chart
     * @param interval of the scrapes, as Prometheus writes durations
     * @param discovered the folder of both files
     */
    public static String prometheusConfig(Path values, String interval, Path discovered) throws Exception {
        Path monitored = Files.createTempFile("monitored-", ".yaml");
        Files.writeString(
                monitored,
                "metrics: {serviceMonitor: {enabled: true, interval: %1$s}, podMonitor: {enabled: true, interval: %1$s}}"
                        .formatted(interval));
        Render render = Render.of(Helm.FOUR, values, Render.WITH_PROMETHEUS, "-f", monitored.toString());
        Monitors monitors = new Monitors(discovered);
        monitors.config.putObject("global").put("evaluation_interval", interval);
        ArrayNode jobs = monitors.config.putArray("scrape_configs");
        monitors.add(jobs, render.one("ServiceMonitor", ""), "endpoints", "endpointslice");
        monitors.add(jobs, render.one("PodMonitor", "-runners"), "podMetricsEndpoints", "pod");
        return YAML.writeValueAsString(monitors.config);
    }

    private void add(ArrayNode jobs, JsonNode monitor, String endpoints, String role) {
        onlyFields(monitor.path("spec"), "namespaceSelector", "selector", endpoints);
        onlyFields(monitor.at("/spec/namespaceSelector"), "matchNames");
        onlyFields(monitor.at("/spec/selector"), "matchLabels");
        boolean services = role.equals("endpointslice");
        for (JsonNode endpoint : monitor.path("spec").path(endpoints)) {
            onlyFields(endpoint, "port", "path", "interval", "honorLabels", "relabelings");
            ObjectNode job = jobs.addObject()
                    .put("job_name", monitor.at("/metadata/name").asText())
                    .put("scrape_interval", endpoint.path("interval").asText())
                    .put("metrics_path", endpoint.path("path").asText())
                    .put("honor_labels", endpoint.path("honorLabels").asBoolean());
            job.putArray("file_sd_configs")
                    .addObject()
                    .putArray("files")
                    .add(discovered.resolve(role + ".json").toString());
            ArrayNode relabels = job.putArray("relabel_configs");
            monitor.at("/spec/selector/matchLabels").properties().forEach(label -> relabel(
                            relabels,
                            "__meta_kubernetes_" + (services ? "service" : "pod") + "_label_"
                                    + label.getKey().replaceAll("[^A-Za-z0-9_]", "_"))
                    .put("action", "keep")
                    .put("regex", label.getValue().asText()));
            relabel(
                            relabels,
                            services
                                    ? "__meta_kubernetes_endpointslice_port_name"
                                    : "__meta_kubernetes_pod_container_port_name")
                    .put("action", "keep")
                    .put("regex", endpoint.path("port").asText());
            relabel(relabels, "__meta_kubernetes_namespace")
                    .put("action", "keep")
                    .put("regex", names(monitor.at("/spec/namespaceSelector/matchNames")));
            relabel(relabels, "__meta_kubernetes_namespace").put("target_label", "namespace");
            relabel(relabels, "__meta_kubernetes_pod_name").put("target_label", "pod");
            for (JsonNode own : endpoint.path("relabelings")) {
                own(relabels, own);
            }
        }
    }

    private static String names(JsonNode matchNames) {
        List<String> names = new ArrayList<>();
        matchNames.forEach(name -> names.add(name.asText()));
        return String.join("|", names);
    }

    private static ObjectNode relabel(ArrayNode relabels, String source) {
        ObjectNode one = relabels.addObject();
        one.putArray("source_labels").add(source);
        return one;
    }

    private static void own(ArrayNode relabels, JsonNode monitored) {
        ObjectNode one = relabels.addObject();
        monitored
                .properties()
                .forEach(field -> one.set(
                        Objects.requireNonNull(RELABEL_FIELDS.get(field.getKey()), field::toString), field.getValue()));
    }

    private static void onlyFields(JsonNode object, String... known) {
        List<String> unknown = StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
                .filter(field -> !List.of(known).contains(field))
                .collect(Collectors.toList());
        if (!unknown.isEmpty()) {
            throw new IllegalStateException("not known here: " + unknown + " of " + object);
        }
    }
}

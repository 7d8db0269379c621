package dev.softphone.loadtest.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.softphone.loadtest.e2e.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What an upgrade begins with. There is no release before this one yet: the present chart with a lower version and a
 * definition with one optional field less stands in for it.
 */
public final class ChartBefore {
    public static final String VERSION = "0.0.9";
    public static final String DEFINITION = "softphoneloadtests.softphone.dev";
    /** In the definition of the present chart, and not in that of the one before. */
    public static final String NEW_FIELD =
            "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/retention";

    private static final YAMLMapper YAML = new YAMLMapper();

    private ChartBefore() {}

    /** The archive that Helm makes of it. */
    public static Path packaged(Helm helm, Path folder) throws IOException, InterruptedException {
        Path copy = folder.resolve("before");
        try (Stream<Path> files = Files.walk(Helm.CHART)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(Helm.CHART.relativize(file).toString()));
            }
        }
        Path metadata = copy.resolve("Chart.yaml");
        ObjectNode chart = (ObjectNode) YAML.readTree(Files.readString(metadata));
        chart.put("version", VERSION).put("appVersion", VERSION);
        Files.writeString(metadata, YAML.writeValueAsString(chart));

        Path file = copy.resolve("files/crds/" + DEFINITION + "-v1.yaml");
        ObjectNode definition = (ObjectNode) YAML.readTree(Files.readString(file));
        int slash = NEW_FIELD.lastIndexOf('/');
        assertThat(((ObjectNode) definition.at(NEW_FIELD.substring(0, slash))).remove(NEW_FIELD.substring(slash + 1)))
                .isNotNull();
        Files.writeString(file, YAML.writeValueAsString(definition).replaceFirst("^---\n", ""));
        return helm.packaged(copy, folder);
    }
}

package dev.softphone.loadtest.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.softphone.loadtest.e2e.Helm;
import dev.softphone.loadtest.e2e.LoadRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the chart makes of a set of values: a folder with {@code values.yaml} and, as it is to be, {@code rendered.yaml}.
 *
 * @param text as Helm printed it
 * @param objects in the order of the text
 */
record Render(String text, List<ObjectNode> objects) {
    static final Path RESOURCES = LoadRun.root().resolve("e2e/src/test/resources/chart");
    static final Path SETS = RESOURCES.resolve("renders");
    /** Whatever is said of Prometheus' own kinds holds where they are installed. */
    static final String WITH_PROMETHEUS = "--api-versions=monitoring.coreos.com/v1";

    private static final YAMLMapper YAML = new YAMLMapper();

    static Render of(Helm helm, String set) throws IOException, InterruptedException {
        return of(helm, SETS.resolve(set).resolve("values.yaml"), WITH_PROMETHEUS);
    }

    static Render of(Helm helm, Path values, String... options) throws IOException, InterruptedException {
        Helm.Output output = helm.template(values, options);
        assertThat(output.exitCode()).as(output.messages()).isZero();
        return new Render(output.out(), documents(output.out()));
    }

    static List<ObjectNode> documents(String text) throws IOException {
        List<ObjectNode> documents = new ArrayList<>();
        try (var values = YAML.readerFor(ObjectNode.class).<JsonNode>readValues(text)) {
            values.forEachRemaining(document -> {
                if (document instanceof ObjectNode object) {
                    documents.add(object);
                }
            });
        }
        return documents;
    }

    static List<String> sets() throws IOException {
        try (Stream<Path> folders = Files.list(SETS)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    Stream<ObjectNode> all(String kind) {
        return objects.stream().filter(object -> object.path("kind").asText().equals(kind));
    }

    /** The one of a kind whose name ends so. */
    ObjectNode one(String kind, String suffix) {
        List<ObjectNode> found = all(kind)
                .filter(object -> object.at("/metadata/name").asText().endsWith(suffix))
                .toList();
        assertThat(found).as(kind + " …" + suffix).hasSize(1);
        return found.get(0);
    }

    /** Kind, namespace and name of an object. */
    static String id(JsonNode object) {
        return object.path("kind").asText() + " "
                + object.at("/metadata/namespace").asText() + "/"
                + object.at("/metadata/name").asText();
    }
}

package dev.softphone.loadtest.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.softphone.loadtest.e2e.Helm;
import dev.softphone.loadtest.e2e.LoadRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the chart is made of and what it renders to, on Helm 3 and Helm 4, without a cluster. */
class ChartIT {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Path SOURCE = LoadRun.root().resolve("crds/src/main/crd");

    @BeforeAll
    static void helm() {
        Helm.required();
    }

    @TestFactory
    Stream<DynamicTest> lintFindsNothing() {
        return Stream.of(Helm.values())
                .map(helm -> DynamicTest.dynamicTest(helm.name(), () -> {
                    Helm.Output output = helm.lint();
                    assertThat(output.exitCode())
                            .as(output.out() + output.messages())
                            .isZero();
                }));
    }

    @TestFactory
    Stream<DynamicTest> aRenderIsAsItWasAccepted() throws IOException {
        return Render.sets().stream()
                .map(set -> DynamicTest.dynamicTest(set, () -> {
                    String rendered = Render.of(Helm.THREE, set).text();
                    Path golden = Render.SETS.resolve(set).resolve("rendered.yaml");
                    if (Boolean.getBoolean("chart.update")) {
                        Files.writeString(golden, rendered);
                    }
                    assertThat(rendered)
                            .as(
                                    "%s; to accept what is rendered now: ./mvnw verify -pl e2e -am -Dchart.update=true",
                                    golden)
                            .isEqualTo(Files.readString(golden));
                }));
    }

    @TestFactory
    Stream<DynamicTest> helmThreeAndFourRenderTheSame() throws IOException {
        return Render.sets().stream()
                .map(set -> DynamicTest.dynamicTest(
                        set, () -> assertThat(Render.of(Helm.FOUR, set).objects())
                                .containsExactlyInAnyOrderElementsOf(
                                        Render.of(Helm.THREE, set).objects())));
    }

    @TestFactory
    Stream<DynamicTest> wrongValuesAreRefusedByPath() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> listed = Files.list(Render.RESOURCES.resolve("refused"))) {
            listed.sorted().forEach(files::add);
        }
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    String expected = Files.readAllLines(file).get(0).replace("# expects: ", "");
                    for (Helm helm : Helm.values()) {
                        Helm.Output output = helm.template(file);
                        assertThat(output.exitCode()).as(output.out()).isNotZero();
                        assertThat(output.messages()).contains(expected);
                    }
                }));
    }

    @Test
    void theDefinitionsAreThoseOfTheCrdsModule() throws Exception {
        assertThat(names(Helm.CHART.resolve("files/crds"))).isEqualTo(names(SOURCE));
        for (String name : names(SOURCE)) {
            assertThat(Files.readString(Helm.CHART.resolve("files/crds").resolve(name)))
                    .as("helm/softphone-loadtest/files/crds/%s: required a copy of crds/src/main/crd/%s", name, name)
                    .isEqualTo(Files.readString(SOURCE.resolve(name)));
        }
        List<ObjectNode> rendered =
                render(Map.of()).all("CustomResourceDefinition").toList();
        assertThat(rendered).hasSize(names(SOURCE).size());
        for (ObjectNode definition : rendered) {
            assertThat(definition
                            .at("/metadata/annotations/helm.sh~1resource-policy")
                            .asText())
                    .isEqualTo("keep");
            definition.withObject("/metadata").retain("name");
            assertThat(definition)
                    .isEqualTo(YAML.readTree(
                            SOURCE.resolve(definition.at("/metadata/name").asText() + "-v1.yaml")
                                    .toFile()));
        }
        assertThat(render(Map.of("crds", Map.of("keep", false))).text()).doesNotContain("resource-policy");
    }

    @Test
    void theOperatorOfAllNamespacesIsGrantedWhatTheOneOfTheTestsOnNodesIs() throws Exception {
        Map<String, Set<String>> onNodes =
                Rights.ofOperator(Render.of(Helm.THREE, "namespaced").objects());

        Set<String> everywhere = new TreeSet<>(onNodes.get("calls"));
        everywhere.addAll(onNodes.get(Rights.EVERYWHERE));
        assertThat(Rights.ofOperator(Render.of(Helm.THREE, "cluster-wide").objects()))
                .isEqualTo(Map.of("softphone-system", onNodes.get("softphone-system"), Rights.EVERYWHERE, everywhere));
    }

    @Test
    void nothingMayReadSecretsOrDoWhateverItLikes() throws Exception {
        for (String set : Render.sets()) {
            Render render = Render.of(Helm.THREE, set);
            Set<String> granted = render.objects().stream()
                    .flatMap(object -> object.path("rules").findValues("resources").stream())
                    .flatMap(resources -> strings(resources).stream())
                    .collect(Collectors.toCollection(TreeSet::new));
            granted.removeIf(resource -> !resource.contains("*") && !resource.startsWith("secret"));
            assertThat(granted).as(set).isEmpty();
            assertThat(render.all("Secret")).isEmpty();
            assertThat(render.text())
                    .doesNotContain("secretKeyRef")
                    .doesNotContainPattern("verbs: \\[[^]]*(bind|escalate|impersonate|\\*)");
        }
    }

    @Test
    void withoutClusterRightsNothingOfTheClusterIsMade() throws Exception {
        assertThat(Render.of(Helm.THREE, "without-cluster-rights").objects())
                .isNotEmpty()
                .allSatisfy(
                        object -> assertThat(object.at("/metadata/namespace").asText())
                                .as(Render.id(object))
                                .isEqualTo("softphone-system"));
    }

    @Test
    void everyPodRunsWithoutAnAutomaticTokenAndRootAndFitsTheRestrictedProfile() throws Exception {
        List<JsonNode> pods = new ArrayList<>();
        Render.of(Helm.THREE, "everything").objects().forEach(object -> {
            pods.add(
                    object.path("kind").asText().equals("Pod")
                            ? object.path("spec")
                            : object.at("/spec/template/spec"));
        });
        pods.removeIf(JsonNode::isMissingNode);
        assertThat(pods).hasSize(3).allSatisfy(pod -> {
            assertThat(pod.path("automountServiceAccountToken").toString()).isEqualTo("false");
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/containers/0/securityContext/readOnlyRootFilesystem")
                            .asBoolean())
                    .isTrue();
        });
    }

    @Test
    void theChartIsOfTheVersionOfTheProject() throws Exception {
        JsonNode chart = YAML.readTree(Helm.CHART.resolve("Chart.yaml").toFile());
        String project = Files.readString(LoadRun.root().resolve("pom.xml"));

        assertThat(project).contains("<version>" + chart.path("version").asText() + "</version>");
        assertThat(chart.path("appVersion")).isEqualTo(chart.path("version"));
    }

    @Test
    void theReadmeIsMadeFromTheValues() throws Exception {
        Helm.Output made =
                Helm.run(List.of(LoadRun.root().resolve("dev/helm/readme").toString()));

        assertThat(made.exitCode()).as(made.messages()).isZero();
        assertThat(Files.readString(Helm.CHART.resolve("README.md")))
                .as("to make it: dev/helm/readme > helm/softphone-loadtest/README.md")
                .isEqualTo(made.out());
    }

    /** A value that no schema knows is a misspelling, and one that no comment describes is for nobody. */
    @Test
    void everyValueIsDescribedAndInTheSchema() throws Exception {
        JsonNode values = YAML.readTree(Helm.CHART.resolve("values.yaml").toFile());
        JsonNode schema = new ObjectMapper()
                .readTree(Helm.CHART.resolve("values.schema.json").toFile());
        Set<String> described = Files.readAllLines(Helm.CHART.resolve("README.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .collect(Collectors.toSet());
        List<String> problems = new ArrayList<>();

        compare("", values, schema, described, problems);

        assertThat(problems).isEmpty();
    }

    private static void compare(
            String path, JsonNode values, JsonNode schema, Set<String> described, List<String> problems) {
        JsonNode properties = schema.path("properties");
        properties.fieldNames().forEachRemaining(name -> {
            if (!values.has(name) && !name.equals("global")) {
                problems.add(path + name + " is in the schema alone");
            }
        });
        values.fieldNames().forEachRemaining(name -> {
            JsonNode value = values.path(name);
            String here = path + name;
            if (!properties.has(name)) {
                problems.add(here + " is not in the schema");
            } else if (!described.contains(here)) {
                if (value.isObject() && !value.isEmpty()) {
                    compare(here + ".", value, properties.path(name), described, problems);
                } else {
                    problems.add(here + " is not described");
                }
            }
        });
    }

    private static Render render(Map<String, ?> values) throws Exception {
        Path file = Files.createTempDirectory("values-").resolve("values.yaml");
        YAML.writeValue(file.toFile(), values);
        return Render.of(Helm.THREE, file);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(element -> strings.add(element.asText()));
        return strings;
    }
}

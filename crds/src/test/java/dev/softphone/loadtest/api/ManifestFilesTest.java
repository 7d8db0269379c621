package dev.softphone.loadtest.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.softphone.loadtest.api.read.Reading;
import dev.softphone.loadtest.api.read.SchemaCheck;
import dev.softphone.loadtest.api.read.SpecReader;
import dev.softphone.loadtest.api.read.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Manifests named after their intent. {@code accepted/} can be run. {@code refused/} cannot, and beside each file stands
 * what is said about it: {@code schema/} is refused by the schema alone, {@code rule/} by a CEL rule of the CRD, {@code
 * reader/} by us only, {@code update/} (two documents, before and after) because a test does not change. The changes in
 * {@code allowed/update/} are the exception.
 */
class ManifestFilesTest {

    private static final Path ROOT = Path.of("src/test/resources");
    private static final String EXPECTED = ".expected";
    private static final Set<String> CHANGEABLE = Set.of("runPolicy", "retention");
    private static final JsonNode CRD = SchemaCheck.crd();

    @TestFactory
    Stream<DynamicTest> acceptsWhatCanBeRun() {
        return tests(
                "accepted", file -> assertThat(SpecReader.read(document(file))).isInstanceOf(Reading.Accepted.class));
    }

    @TestFactory
    Stream<DynamicTest> refusesBySchema() {
        return tests("refused/schema", file -> {
            assertThat(SchemaCheck.ofLoadTest().complete(document(file))).isNotEmpty();
            assertSaid(file);
        });
    }

    @TestFactory
    Stream<DynamicTest> refusesByRule() {
        return tests("refused/rule", file -> {
            assertThat(SchemaCheck.ofLoadTest().complete(document(file))).isEmpty();
            assertThat(assertSaid(file)).extracting(Violation::required).containsAnyElementsOf(messages());
        });
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatOnlyTheReaderCanKnow() {
        return tests("refused/reader", file -> {
            assertThat(SchemaCheck.ofLoadTest().complete(document(file))).isEmpty();
            assertThat(assertSaid(file)).extracting(Violation::required).doesNotContainAnyElementsOf(messages());
        });
    }

    @TestFactory
    Stream<DynamicTest> refusesAChangeOfEachField() {
        return tests("refused/update", file -> {
            List<ObjectNode> documents = documents(file);
            assertThat(documents).hasSize(2);
            documents.forEach(document ->
                    assertThat(SchemaCheck.ofLoadTest().complete(document)).isEmpty());
            assertThat(differences(
                            documents.get(0).path("spec"), documents.get(1).path("spec")))
                    .containsExactly(intent(file));
        });
    }

    @TestFactory
    Stream<DynamicTest> allowsAChangeOfWhatIsACommand() {
        return tests("allowed/update", file -> {
            List<ObjectNode> documents = documents(file);
            assertThat(documents).hasSize(2);
            documents.forEach(document -> assertThat(SpecReader.read(document)).isInstanceOf(Reading.Accepted.class));
            assertThat(differences(
                            documents.get(0).path("spec"), documents.get(1).path("spec")))
                    .isSubsetOf(CHANGEABLE)
                    .isNotEmpty();
        });
    }

    @Test
    void everyRuleOfTheCrdHasAManifestThatBreaksIt() {
        Set<String> broken = files("refused/rule").stream()
                .flatMap(file -> violations(file).stream())
                .map(Violation::required)
                .collect(Collectors.toSet());

        assertThat(broken).containsAll(messages());
    }

    @Test
    void everyFieldOfTheSpecButACommandIsHeldFastByARuleAndAManifest() {
        JsonNode spec = CRD.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
        Set<String> fields = new TreeSet<>();
        spec.path("properties").fieldNames().forEachRemaining(fields::add);
        fields.removeAll(CHANGEABLE);
        Set<String> held = new TreeSet<>();
        for (JsonNode rule : spec.path("x-kubernetes-validations")) {
            assertThat(rule.path("rule").asText()).doesNotContain("oldSelf.runPolicy", "oldSelf.retention");
            for (String field : fields) {
                String expected =
                        "has(self.%1$s) == has(oldSelf.%1$s) && (!has(self.%1$s) || self.%1$s == oldSelf.%1$s)";
                if (rule.path("rule").asText().equals(expected.formatted(field))) {
                    held.add(field);
                }
            }
        }

        assertThat(held).isEqualTo(fields);
        assertThat(files("refused/update").stream()
                        .map(ManifestFilesTest::intent)
                        .collect(Collectors.toSet()))
                .isEqualTo(fields);
    }

    @Test
    void noExpectationStandsWithoutItsManifest() throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            assertThat(all.filter(path -> path.toString().endsWith(EXPECTED)))
                    .allSatisfy(path -> assertThat(Path.of(path.toString().replace(EXPECTED, ".yaml")))
                            .exists());
        }
    }

    @Test
    void noFieldIsABoolOrAFractionAndEveryListAndTextIsBounded() {
        JsonNode root = CRD.at("/spec/versions/0/schema/openAPIV3Schema");
        assertBounded("spec", root.at("/properties/spec"));
        assertBounded("status", root.at("/properties/status"));
    }

    private static void assertBounded(String path, JsonNode schema) {
        String type = schema.path("type").asText();
        assertThat(type).as(path).isIn("object", "array", "string", "integer");
        assertThat(schema.has("description") || path.endsWith("[]") || !path.contains("."))
                .as("description of %s", path)
                .isTrue();
        if (schema.has("additionalProperties")) {
            assertThat(schema.has("maxProperties")).as(path).isTrue();
            assertBounded(path + "[]", schema.path("additionalProperties"));
        } else if (type.equals("array")) {
            assertThat(schema.has("maxItems")).as(path).isTrue();
            assertBounded(path + "[]", schema.path("items"));
        } else if (type.equals("string")) {
            assertThat(schema.has("maxLength") || schema.has("enum")).as(path).isTrue();
            schema.path("enum")
                    .forEach(value ->
                            assertThat(value.asText()).as(path).doesNotMatch("(?i)y|n|yes|no|on|off|true|false"));
        }
        schema.path("properties")
                .properties()
                .forEach(property -> assertBounded(path + "." + property.getKey(), property.getValue()));
    }

    private static List<Violation> assertSaid(Path file) throws IOException {
        List<Violation> violations = violations(file);
        String said = violations.stream().map(violation -> violation + "\n").collect(Collectors.joining());
        GoldenFile.assertGolden(file.resolveSibling(intent(file) + EXPECTED), said);
        return violations;
    }

    private static List<Violation> violations(Path file) {
        return SpecReader.read(document(file)) instanceof Reading.Refused<?> refused ? refused.violations() : List.of();
    }

    /** The messages of all rules but those that compare with the spec before. */
    private static Set<String> messages() {
        Set<String> messages = new HashSet<>();
        for (JsonNode rules : CRD.findValues("x-kubernetes-validations")) {
            for (JsonNode rule : rules) {
                if (!rule.path("rule").asText().contains("oldSelf")) {
                    messages.add(rule.path("message").asText());
                }
            }
        }
        return messages;
    }

    private static List<String> differences(JsonNode before, JsonNode after) {
        Set<String> fields = new TreeSet<>();
        before.fieldNames().forEachRemaining(fields::add);
        after.fieldNames().forEachRemaining(fields::add);
        return fields.stream()
                .filter(field -> !before.path(field).equals(after.path(field)))
                .toList();
    }

    private interface Claim {
        void about(Path file) throws IOException;
    }

    private static Stream<DynamicTest> tests(String folder, Claim claim) {
        return files(folder).stream().map(file -> DynamicTest.dynamicTest(intent(file), () -> claim.about(file)));
    }

    private static List<Path> files(String folder) {
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            List<Path> manifests = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
            assertThat(manifests).isNotEmpty();
            return manifests;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String intent(Path file) {
        return file.getFileName().toString().replace(".yaml", "");
    }

    private static ObjectNode document(Path file) {
        return documents(file).get(0);
    }

    private static List<ObjectNode> documents(Path file) {
        try (var values = new YAMLMapper().readerFor(ObjectNode.class).<ObjectNode>readValues(file.toFile())) {
            List<ObjectNode> documents = new ArrayList<>();
            values.forEachRemaining(documents::add);
            return documents;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}

package dev.softphone.loadtest.api.compat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.softphone.loadtest.api.read.SchemaCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a release accepted, the next one accepts, and it means the same. */
class CompatibilityTest {
    private static final Path COMPAT = Path.of("src/compat");
    private static final Path NOW = Path.of("src/main/crd");
    private static final String SPEC = "/spec/versions/0/schema/openAPIV3Schema/properties/spec";

    private static final String STATUS = "/spec/versions/0/schema/openAPIV3Schema/properties/status";

    @Test
    void theDefinitionsTakeWhatThoseOfTheLastReleaseTook() throws IOException {
        Optional<Path> last = new Releases(COMPAT.resolve("released")).last();
        if (last.isEmpty()) {
            return; // see aVersionAfterTheFirstKnowsTheOneBefore
        }
        Map<String, String> notes = notes();
        List<String> unexcused = new ArrayList<>();
        for (Break one : Releases.breaks(last.get(), NOW)) {
            boolean excused = one.excusable() && notes.remove(one.toString()) != null;
            if (!excused) {
                unexcused.add(one.toString());
            }
        }
        assertThat(unexcused).as("breaks with %s", last.get().getFileName()).isEmpty();
        assertThat(notes).as("notes.yaml excuses what is no break").isEmpty();
    }

    @Test
    void aVersionAfterTheFirstKnowsTheOneBefore() throws IOException {
        Matcher version = Pattern.compile("<artifactId>softphone-loadtest</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(Files.readString(Path.of("../pom.xml")));
        assertThat(version.find()).isTrue();

        assertThat(new Releases(COMPAT.resolve("released")).last().isEmpty())
                .as("src/compat/released is empty, in version %s", version.group(1))
                .isEqualTo(version.group(1).equals("0.1.0-SNAPSHOT"));
    }

    private static Map<String, String> notes() throws IOException {
        Map<String, String> notes = new TreeMap<>();
        for (JsonNode note : new YAMLMapper().readTree(Files.readString(COMPAT.resolve("notes.yaml")))) {
            assertThat(note.path("why").asText()).as("a reason for %s", note).isNotBlank();
            notes.put(note.path("break").asText(), note.path("why").asText());
        }
        return notes;
    }

    /**
     * A previous version that took more.
     *
     * @param before what it had that the present one has not, done to a copy of the present one
     */
    private record Doctored(String name, Consumer<ObjectNode> before, String expected, boolean excusable) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Doctored> doctored() {
        return Stream.of(
                broken(
                        "a field is removed",
                        crd -> properties(crd).putObject("colour").put("type", "string"),
                        "v1alpha1 spec.colour: is gone"),
                broken(
                        "a field within a list is removed",
                        crd -> at(crd, "thresholds/items/properties")
                                .putObject("colour")
                                .put("type", "string"),
                        "v1alpha1 spec.thresholds[].colour: is gone"),
                broken(
                        "a type is changed",
                        crd -> at(crd, "softphones").put("type", "string"),
                        "v1alpha1 spec.softphones: type was \"string\", is \"integer\""),
                broken(
                        "an enum value is removed",
                        crd -> ((ArrayNode) at(crd, "runPolicy").get("enum")).add("Pause"),
                        "v1alpha1 spec.runPolicy: no longer takes the value Pause"),
                broken(
                        "an enum is introduced",
                        crd -> at(crd, "runPolicy").remove("enum"),
                        "v1alpha1 spec.runPolicy: took any value, takes only [Run, Stop]"),
                broken(
                        "a field is required that was not",
                        crd -> removeText((ArrayNode) crd.at(SPEC).get("required"), "softphones"),
                        "v1alpha1 spec.softphones: is required and was not"),
                broken(
                        "the least is raised",
                        crd -> at(crd, "softphones").put("minimum", 0),
                        "v1alpha1 spec.softphones: minimum was 0, is 1.0"),
                broken(
                        "a bound is introduced",
                        crd -> at(crd, "softphones").remove("maximum"),
                        "v1alpha1 spec.softphones: maximum was absent, is "),
                broken(
                        "a length is cut",
                        crd -> at(crd, "gateway/properties/url").put("maxLength", 100_000),
                        "v1alpha1 spec.gateway.url: maxLength was 100000, is "),
                excusable(
                        "a pattern is changed",
                        crd -> at(crd, "hold").put("pattern", ".*"),
                        "v1alpha1 spec.hold: pattern was \".*\", is "),
                excusable(
                        "a rule is new",
                        crd -> ((ArrayNode) crd.at(SPEC).get("x-kubernetes-validations")).remove(0),
                        "v1alpha1 spec: has the new rule "),
                broken(
                        "a default is changed",
                        crd -> at(crd, "runPolicy").put("default", "Stop"),
                        "v1alpha1 spec.runPolicy: default was \"Stop\", is \"Run\""),
                broken(
                        "a default is introduced",
                        crd -> at(crd, "runPolicy").remove("default"),
                        "v1alpha1 spec.runPolicy: default was absent, is \"Run\""),
                broken(
                        "a version is no longer there",
                        crd -> ((ArrayNode) crd.at("/spec/versions"))
                                .add(((ObjectNode) crd.at("/spec/versions/0"))
                                        .deepCopy()
                                        .put("name", "v1alpha0")),
                        "softphoneloadtests.softphone.dev: no longer serves v1alpha0"),
                broken(
                        "a field of the status is removed",
                        crd -> ((ObjectNode) crd.at(STATUS + "/properties"))
                                .putObject("colour")
                                .put("type", "string"),
                        "v1alpha1 status.colour: is gone"),
                broken(
                        "the short name is removed",
                        crd -> ((ArrayNode) crd.at("/spec/names/shortNames")).add("softphone"),
                        "softphoneloadtests.softphone.dev: no longer has the short name softphone"),
                broken(
                        "lists merge in another way",
                        crd -> at(crd, "thresholds").put("x-kubernetes-list-type", "set"),
                        "v1alpha1 spec.thresholds: x-kubernetes-list-type was \"set\", is "));
    }

    @ParameterizedTest
    @MethodSource("doctored")
    void eachOfTheseIsABreak(Doctored doctored) {
        ObjectNode before = present();
        doctored.before.accept(before);

        List<Break> breaks = DefinitionBreaks.between(before, present());

        assertThat(breaks).as(doctored.name).hasSize(1);
        assertThat(breaks.get(0).toString()).startsWith(doctored.expected);
        assertThat(breaks.get(0).excusable()).isEqualTo(doctored.excusable);
    }

    static Stream<Doctored> harmless() {
        return Stream.of(
                broken("an optional field is new", crd -> properties(crd).remove("retention"), ""),
                broken(
                        "an enum value is new",
                        crd -> removeText((ArrayNode) at(crd, "runPolicy").get("enum"), "Stop"),
                        ""),
                broken("a bound is widened", crd -> at(crd, "softphones").put("maximum", 10), ""),
                broken("a bound is taken away", crd -> at(crd, "softphones").put("minItems", 3), ""),
                broken(
                        "a field is no longer required",
                        crd -> ((ArrayNode) crd.at(SPEC).get("required")).add("hold"),
                        ""),
                broken(
                        "a rule is taken away",
                        crd -> ((ArrayNode) crd.at(SPEC).get("x-kubernetes-validations"))
                                .addObject()
                                .put("rule", "false"),
                        ""),
                broken("a description is other", crd -> at(crd, "softphones").put("description", "other"), ""),
                broken(
                        "a column is other",
                        crd -> ((ObjectNode) crd.at("/spec/versions/0")).remove("additionalPrinterColumns"),
                        ""));
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void noneOfTheseIsABreak(Doctored doctored) {
        ObjectNode before = present();
        doctored.before.accept(before);

        assertThat(before).as("doctored at all").isNotEqualTo(present());
        assertThat(DefinitionBreaks.between(before, present()))
                .as(doctored.name)
                .isEmpty();
    }

    @Test
    void aDefinitionThatIsGoneIsABreakAndTheLastReleaseIsTheHighestNumber(@TempDir Path folder) throws IOException {
        for (String version : List.of("0.9.0", "0.10.0", "0.2.11")) {
            Files.createDirectories(folder.resolve(version));
        }
        Path last = new Releases(folder).last().orElseThrow();
        assertThat(last.getFileName()).hasToString("0.10.0");

        Files.writeString(last.resolve("one.yaml"), "{metadata: {name: others.softphone.dev}}");
        assertThat(Releases.breaks(last, NOW))
                .extracting(Break::toString)
                .containsExactly("others.softphone.dev: is gone");
    }

    private static Doctored broken(String name, Consumer<ObjectNode> before, String expected) {
        return new Doctored(name, before, expected, false);
    }

    private static Doctored excusable(String name, Consumer<ObjectNode> before, String expected) {
        return new Doctored(name, before, expected, true);
    }

    private static ObjectNode present() {
        return (ObjectNode) new ObjectMapper().valueToTree(SchemaCheck.crd());
    }

    private static ObjectNode properties(ObjectNode crd) {
        return (ObjectNode) crd.at(SPEC + "/properties");
    }

    private static ObjectNode at(ObjectNode crd, String path) {
        return (ObjectNode) crd.at(SPEC + "/properties/" + path);
    }

    private static void removeText(ArrayNode array, String text) {
        for (int i = 0; i < array.size(); i++) {
            if (array.get(i).asText().equals(text)) {
                array.remove(i);
                return;
            }
        }
        throw new IllegalArgumentException(text);
    }
}

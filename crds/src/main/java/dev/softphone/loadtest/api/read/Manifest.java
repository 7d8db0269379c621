package dev.softphone.loadtest.api.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.model.SecretKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The documents of one or more YAML texts: one {@code SoftphoneLoadTest}, and the Secrets it refers to. Holds secrets:
 * {@link #toString()} shows none.
 */
public final class Manifest implements Secrets {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final ObjectNode test;
    private final Map<SecretKey, String> secrets;

    /**
     * One text.
     *
     * @param name how messages call it; a file name
     */
    public record Source(String name, String text) {}

    private Manifest(ObjectNode test, Map<SecretKey, String> secrets) {
        this.test = test;
        this.secrets = Map.copyOf(secrets);
    }

    /** Refused when a text is no YAML, holds a key twice, holds another kind, or when there is not exactly one test. */
    public static Reading<Manifest> read(Source... sources) {
        return read(Arrays.asList(sources));
    }

    /** As {@link #read(Source...)}. */
    public static Reading<Manifest> read(List<Source> sources) {
        Violations violations = new Violations();
        List<ObjectNode> tests = new ArrayList<>();
        Map<SecretKey, String> secrets = new HashMap<>();
        for (Source source : sources) {
            for (ObjectNode document : documents(source, violations)) {
                if (is(document, SoftphoneLoadTest.API_VERSION, SoftphoneLoadTest.KIND)) {
                    tests.add(document);
                } else if (is(document, "v1", "Secret")) {
                    secret(source, document, secrets, violations);
                } else {
                    violations.add(
                            source.name(),
                            "apiVersion and kind " + SoftphoneLoadTest.API_VERSION + " " + SoftphoneLoadTest.KIND
                                    + ", or v1 Secret",
                            document.path("apiVersion").asText("absent") + " "
                                    + document.path("kind").asText("absent"));
                }
            }
        }
        if (violations.isEmpty() && tests.size() != 1) {
            violations.add(
                    String.join(", ", sources.stream().map(Source::name).toList()),
                    "one " + SoftphoneLoadTest.KIND,
                    tests.isEmpty() ? "none" : tests.size() + ": " + names(tests));
        }
        return violations.isEmpty()
                ? new Reading.Accepted<>(new Manifest(tests.get(0), secrets))
                : new Reading.Refused<>(violations.list());
    }

    private static List<ObjectNode> documents(Source source, Violations violations) {
        List<ObjectNode> documents = new ArrayList<>();
        try (JsonParser parser = YAML.createParser(source.text());
                MappingIterator<JsonNode> values =
                        YAML.readerFor(JsonNode.class).readValues(parser)) {
            while (values.hasNextValue()) {
                JsonNode value = values.nextValue();
                if (value instanceof ObjectNode document) {
                    documents.add(document);
                } else if (value != null && !value.isNull() && !value.isMissingNode()) {
                    violations.add(source.name(), "documents that are blocks of fields", "text or a list");
                }
            }
        } catch (JsonProcessingException broken) {
            violations.add(at(source, broken), "well-formed YAML", firstLine(broken.getOriginalMessage()));
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
        return documents;
    }

    private static String at(Source source, JsonProcessingException broken) {
        return broken.getLocation() == null
                ? source.name()
                : source.name() + ":" + broken.getLocation().getLineNr();
    }

    /** The lines that follow quote the text, which may hold a secret. */
    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    private static boolean is(ObjectNode document, String apiVersion, String kind) {
        return document.path("apiVersion").asText().equals(apiVersion)
                && document.path("kind").asText().equals(kind);
    }

    private static void secret(
            Source source, ObjectNode document, Map<SecretKey, String> secrets, Violations violations) {
        String name = document.path("metadata").path("name").asText();
        document.path("data").properties().forEach(entry -> {
            try {
                byte[] value = Base64.getMimeDecoder().decode(entry.getValue().asText());
                secrets.put(new SecretKey(name, entry.getKey()), new String(value, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException notBase64) {
                violations.add(
                        source.name(), "base64 in Secret " + name + " at data." + entry.getKey(), "something else");
            }
        });
        document.path("stringData")
                .properties()
                .forEach(entry -> secrets.put(
                        new SecretKey(name, entry.getKey()), entry.getValue().asText()));
    }

    private static String names(List<ObjectNode> tests) {
        return String.join(
                ", ",
                tests.stream()
                        .map(test -> test.path("metadata").path("name").asText("without a name"))
                        .toList());
    }

    /** The test as it was written, without defaults; the caller's own copy. */
    public ObjectNode test() {
        return test.deepCopy();
    }

    @Override
    public Optional<String> value(SecretKey key) {
        return Optional.ofNullable(secrets.get(key));
    }

    @Override
    public String toString() {
        return "Manifest[" + test.path("metadata").path("name").asText() + ", " + secrets.size() + " secret values]";
    }
}

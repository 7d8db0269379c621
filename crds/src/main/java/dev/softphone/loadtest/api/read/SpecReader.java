package dev.softphone.loadtest.api.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestSpec;
import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.Authorization;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Identities;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Placement;
import dev.softphone.loadtest.model.Retry;
import dev.softphone.loadtest.model.SourceAddress;
import dev.softphone.loadtest.model.Threshold;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Makes a {@link LoadTest} from a manifest: the only way to one. First the schema (types, bounds, unknown fields, with the
 * defaults put in), then, where that holds, the rules across fields. Either step reports all that it finds at once.
 */
public final class SpecReader {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** As the API server: a DNS subdomain. */
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    /** Stands for the five characters that the API server would add to a generateName. */
    private static final String GENERATED = "local";

    private SpecReader() {}

    /**
     * Reads a whole resource.
     *
     * @param resource as written; it is not changed
     */
    public static Reading<LoadTest> read(ObjectNode resource) {
        ObjectNode complete = resource.deepCopy();
        Violations violations = new Violations();
        String name = name(complete.path("metadata"), violations);
        violations.addAll(SchemaCheck.ofLoadTest().complete(complete));
        if (!violations.isEmpty()) {
            return new Reading.Refused<>(violations.list());
        }
        LoadTest test = loadTest(name, spec(complete.path("spec")), violations);
        return violations.isEmpty() ? new Reading.Accepted<>(test) : new Reading.Refused<>(violations.list());
    }

    /** Reads a resource as the API server returned it. */
    public static Reading<LoadTest> read(SoftphoneLoadTest resource) {
        return read(resource.getMetadata().getName(), JSON.valueToTree(resource.getSpec()));
    }

    /** Reads a spec. */
    public static Reading<LoadTest> read(String name, JsonNode spec) {
        ObjectNode resource = JSON.createObjectNode();
        resource.putObject("metadata").put("name", name);
        resource.set("spec", spec);
        return read(resource);
    }

    private static SoftphoneLoadTestSpec spec(JsonNode spec) {
        try {
            return JSON.treeToValue(spec, SoftphoneLoadTestSpec.class);
        } catch (JsonProcessingException schemaAndRecordsDiffer) {
            throw new IllegalStateException(schemaAndRecordsDiffer);
        }
    }

    private static String name(JsonNode metadata, Violations violations) {
        String name = metadata.path("name").asText();
        if (name.isEmpty() && metadata.hasNonNull("generateName")) {
            name = metadata.path("generateName").asText() + GENERATED;
        }
        violations.require(
                NAME.matcher(name).matches(),
                "metadata.name",
                "lower-case letters, digits, hyphens and dots",
                name.isEmpty() ? "absent" : Violations.quoted(name));
        violations.require(
                name.length() <= SoftphoneLoadTest.MAX_NAME_LENGTH,
                "metadata.name",
                SoftphoneLoadTest.NAME_LENGTH,
                name.length() + ": " + Violations.quoted(name));
        return name;
    }

    private static LoadTest loadTest(String name, SoftphoneLoadTestSpec spec, Violations violations) {
        Identities identities = IdentitiesReader.read(spec.identities(), violations);
        Gateway gateway = GatewayReader.read(spec, identities, violations);
        Arrival arrival = ArrivalReader.read(spec, violations);
        Retry retry = BehaviourReader.retry(spec.retry(), spec.gateway().protocol(), violations);
        List<Threshold> thresholds = ThresholdReader.read(spec, violations);
        List<SourceAddress> sources = PlacementReader.sources(spec.placement(), violations);
        Placement placement = PlacementReader.read(spec.placement(), violations);
        Optional<Authorization> authorization = PlacementReader.authorization(spec.authorization(), violations);
        Duration hold = violations.duration("spec.hold", spec.hold(), Duration.ZERO, ArrivalReader.LONGEST);
        Duration drain = violations.duration("spec.drain", spec.drain(), Duration.ZERO, Duration.ofHours(1));
        RunnerTemplateReader.check(spec.runnerTemplate(), violations);
        PlacementReader.retention(spec.retention(), violations);
        SectionRules.check(spec, violations);
        return new LoadTest(
                name,
                spec.softphones(),
                gateway,
                identities,
                arrival,
                hold,
                drain,
                BehaviourReader.cycles(spec.cycles(), violations),
                BehaviourReader.slotProbe(spec.slotProbe()),
                BehaviourReader.call(spec, violations),
                BehaviourReader.timeouts(spec.timeouts(), spec.gateway().protocol(), violations),
                BehaviourReader.keepAlive(spec.keepAlive(), spec.gateway().protocol(), violations),
                retry,
                BehaviourReader.limits(spec.limits()),
                sources,
                placement,
                thresholds,
                authorization,
                spec.seed() == null ? seed(name) : spec.seed());
    }

    private static long seed(String name) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }
}

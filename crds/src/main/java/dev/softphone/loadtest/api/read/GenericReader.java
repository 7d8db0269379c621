package dev.softphone.loadtest.api.read;

import dev.softphone.loadtest.api.v1alpha1.GenericSpec;
import dev.softphone.loadtest.api.v1alpha1.GenericSpec.ExtractionSpec;
import dev.softphone.loadtest.api.v1alpha1.GenericSpec.MatchSpec;
import dev.softphone.loadtest.api.v1alpha1.GenericSpec.MessageStepSpec;
import dev.softphone.loadtest.api.v1alpha1.GenericSpec.Method;
import dev.softphone.loadtest.api.v1alpha1.GenericSpec.NamedExtractionSpec;
import dev.softphone.loadtest.api.v1alpha1.GenericSpec.RejectSpec;
import dev.softphone.loadtest.api.v1alpha1.GenericSpec.RestCallSpec;
import dev.softphone.loadtest.api.v1alpha1.GenericSpec.StepStage;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Gateway.ApplicationPing;
import dev.softphone.loadtest.model.Gateway.Contains;
import dev.softphone.loadtest.model.Gateway.Extraction;
import dev.softphone.loadtest.model.Gateway.Fixed;
import dev.softphone.loadtest.model.Gateway.GenericWebSocket;
import dev.softphone.loadtest.model.Gateway.Group;
import dev.softphone.loadtest.model.Gateway.Header;
import dev.softphone.loadtest.model.Gateway.JsonEquals;
import dev.softphone.loadtest.model.Gateway.Matches;
import dev.softphone.loadtest.model.Gateway.MessageMatch;
import dev.softphone.loadtest.model.Gateway.MessageStep;
import dev.softphone.loadtest.model.Gateway.Pointer;
import dev.softphone.loadtest.model.Gateway.Rejection;
import dev.softphone.loadtest.model.Gateway.RestCall;
import dev.softphone.loadtest.model.Stage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.gateway.generic}. References, pointers and expressions are checked by {@code GenericReferences}. */
final class GenericReader {

    private static final String PATH = "spec.gateway.generic";

    /** Stands where a violation was found, until the reading is refused. */
    private static final MessageMatch NO_MATCH = new Contains("");

    private static final Extraction NO_EXTRACTION = new Fixed("");

    private GenericReader() {}

    static Gateway.GenericWebSocket read(GenericSpec spec, Violations violations) {
        List<RestCall> rest = new ArrayList<>();
        for (int i = 0; spec.rest() != null && i < spec.rest().size(); i++) {
            rest.add(rest(PATH + ".rest[" + i + "]", spec.rest().get(i), violations));
        }
        return new GenericWebSocket(
                spec.connections(),
                rest,
                steps(PATH + ".steps", spec.steps(), EnumSet.of(StepStage.register, StepStage.auth), violations),
                spec.offer() == null
                        ? List.of()
                        : steps(
                                PATH + ".offer",
                                spec.offer(),
                                EnumSet.of(StepStage.media, StepStage.established),
                                violations),
                Optional.ofNullable(spec.ping())
                        .map(ping -> new ApplicationPing(
                                ping.send(), match(PATH + ".ping.expect", ping.expect(), violations))));
    }

    private static RestCall rest(String path, RestCallSpec spec, Violations violations) {
        violations.require(
                spec.body() == null || spec.method() != Method.GET,
                path,
                RestCallSpec.BODY_NEEDS_METHOD,
                "method " + spec.method());
        return new RestCall(
                spec.name(),
                Stage.valueOf(spec.stage().name().toUpperCase(Locale.ROOT)),
                spec.method().name(),
                spec.url(),
                GatewayReader.headers(path + ".headers", spec.headers(), violations),
                Optional.ofNullable(spec.body()),
                spec.accept(),
                extract(path, spec.extract(), violations));
    }

    private static List<MessageStep> steps(
            String path, List<MessageStepSpec> specs, Set<StepStage> stages, Violations violations) {
        StepStage standard = stages.contains(StepStage.register) ? StepStage.register : StepStage.media;
        List<MessageStep> steps = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            MessageStepSpec spec = specs.get(i);
            String here = path + "[" + i + "]";
            StepStage stage = spec.stage() == null ? standard : spec.stage();
            violations.require(
                    stages.contains(stage),
                    here + ".stage",
                    "one of "
                            + String.join(", ", stages.stream().map(Enum::name).toList()),
                    stage.name());
            violations.require(
                    spec.send() != null || spec.expect() != null, here, MessageStepSpec.SEND_OR_EXPECT, "neither");
            violations.require(
                    spec.expect() != null || (spec.reject() == null && spec.extract() == null),
                    here,
                    MessageStepSpec.EXPECT_NEEDED,
                    "no expect");
            steps.add(new MessageStep(
                    spec.name(),
                    Stage.valueOf(stage.name().toUpperCase(Locale.ROOT)),
                    Optional.ofNullable(spec.send()),
                    Optional.ofNullable(spec.expect()).map(expect -> match(here + ".expect", expect, violations)),
                    rejections(here, spec.reject(), violations),
                    extract(here, spec.extract(), violations)));
        }
        return steps;
    }

    private static List<Rejection> rejections(String path, @Nullable List<RejectSpec> specs, Violations violations) {
        List<Rejection> rejections = new ArrayList<>();
        for (int i = 0; specs != null && i < specs.size(); i++) {
            RejectSpec spec = specs.get(i);
            String here = path + ".reject[" + i + "]";
            rejections.add(new Rejection(
                    match(here + ".match", spec.match(), violations),
                    extraction(here + ".code", spec.code(), violations),
                    Optional.ofNullable(spec.retryAfter())
                            .map(after -> extraction(here + ".retryAfter", after, violations))));
        }
        return rejections;
    }

    private static MessageMatch match(String path, MatchSpec spec, Violations violations) {
        violations.require(
                one(spec.contains(), spec.regex(), spec.pointer()),
                path,
                MatchSpec.ONE_CONDITION,
                given("contains", spec.contains(), "regex", spec.regex(), "pointer", spec.pointer()));
        violations.require(
                (spec.pointer() == null) == (spec.equals() == null),
                path,
                MatchSpec.POINTER_WITH_EQUALS,
                spec.pointer() == null ? "equals without pointer" : "pointer without equals");
        if (spec.contains() != null) {
            return new Contains(spec.contains());
        }
        if (spec.regex() != null) {
            return new Matches(spec.regex());
        }
        return spec.pointer() == null || spec.equals() == null
                ? NO_MATCH
                : new JsonEquals(spec.pointer(), spec.equals());
    }

    private static Map<String, Extraction> extract(
            String path, @Nullable List<NamedExtractionSpec> specs, Violations violations) {
        Map<String, Extraction> extract = new LinkedHashMap<>();
        for (int i = 0; specs != null && i < specs.size(); i++) {
            NamedExtractionSpec spec = specs.get(i);
            extract.put(
                    spec.name(),
                    extraction(
                            path + ".extract[" + i + "]",
                            new ExtractionSpec(spec.pointer(), spec.regex(), spec.header(), spec.fixed()),
                            violations));
        }
        return Collections.unmodifiableMap(extract);
    }

    private static Extraction extraction(String path, ExtractionSpec spec, Violations violations) {
        violations.require(
                one(spec.pointer(), spec.regex(), spec.header(), spec.fixed()),
                path,
                ExtractionSpec.ONE_SOURCE,
                given(
                        "pointer",
                        spec.pointer(),
                        "regex",
                        spec.regex(),
                        "header",
                        spec.header(),
                        "fixed",
                        spec.fixed()));
        if (spec.pointer() != null) {
            return new Pointer(spec.pointer());
        }
        if (spec.regex() != null) {
            return new Group(spec.regex());
        }
        if (spec.header() != null) {
            return new Header(spec.header());
        }
        return spec.fixed() != null ? new Fixed(spec.fixed()) : NO_EXTRACTION;
    }

    private static boolean one(@Nullable String... values) {
        return Stream.of(values).filter(Objects::nonNull).count() == 1;
    }

    private static String given(@Nullable String... namesAndValues) {
        List<String> given = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                given.add(String.valueOf(namesAndValues[i]));
            }
        }
        return given.isEmpty() ? "none" : String.join(" and ", given);
    }
}

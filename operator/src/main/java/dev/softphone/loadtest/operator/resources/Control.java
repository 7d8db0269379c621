package dev.softphone.loadtest.operator.resources;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The control object of a test: what all its runners are told, together.
 *
 * @param startAt when the first arrival of the trial is due; from Run on
 * @param trial from 1; more than one in a search only
 * @param size of the trial of a search
 * @param jobsCreated whether the Jobs have been created: they are created once, so that a deleted one is a loss and
 *     never a silent second run
 * @param preflight the region whose preflight softphone may go now
 * @param version that was read; a new trial is written over this one and no other
 */
public record Control(
        Command command,
        Optional<Instant> startAt,
        int trial,
        Optional<Size> size,
        Duration reportInterval,
        boolean jobsCreated,
        Optional<String> preflight,
        Optional<String> version) {

    /** What the runners are to do. */
    public enum Command {
        Arm,
        Run,
        Drain,
        Abort
    }

    /** How many softphones a trial has, over all runners, and how long their ramp takes. */
    public record Size(int softphones, long rampMillis) {}

    /** Before anything started. */
    public static Control arm(Duration reportInterval) {
        return new Control(
                Command.Arm,
                Optional.empty(),
                1,
                Optional.empty(),
                reportInterval,
                false,
                Optional.empty(),
                Optional.empty());
    }

    public Control withJobsCreated() {
        return new Control(command, startAt, trial, size, reportInterval, true, preflight, Optional.empty());
    }

    /** Fenced by the version that was read: who read an old one writes no second start. */
    public Control run(Instant at) {
        return trial(at, trial, size);
    }

    /** The first trial of a search, or the next; fenced as well. */
    public Control run(Instant at, int number, Size of) {
        return trial(at, number, Optional.of(of));
    }

    private Control trial(Instant at, int number, Optional<Size> of) {
        return new Control(
                Command.Run,
                Optional.of(at.truncatedTo(ChronoUnit.MILLIS)),
                number,
                of,
                reportInterval,
                jobsCreated,
                preflight,
                version);
    }

    public Control told(Command next) {
        return new Control(next, startAt, trial, size, reportInterval, jobsCreated, preflight, Optional.empty());
    }

    public Control withPreflightOf(String region) {
        return new Control(
                command, startAt, trial, size, reportInterval, jobsCreated, Optional.of(region), Optional.empty());
    }

    public ConfigMap configMap(SoftphoneLoadTest test) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put("command", command.name());
        startAt.ifPresent(at -> data.put("startAt", at.toString()));
        data.put("trial", Integer.toString(trial));
        size.ifPresent(of -> {
            data.put("softphones", Integer.toString(of.softphones()));
            data.put("rampMillis", Long.toString(of.rampMillis()));
        });
        data.put("reportIntervalMillis", Long.toString(reportInterval.toMillis()));
        preflight.ifPresent(region -> data.put("preflight", region));
        data.put("jobs", jobsCreated ? "Created" : "Missing");
        ConfigMap map = new ConfigMapBuilder()
                .withMetadata(Names.owned(test, Names.control(test.getMetadata().getName())))
                .withData(data)
                .build();
        version.ifPresent(map.getMetadata()::setResourceVersion);
        return map;
    }

    /** @throws IllegalArgumentException if it is not one of ours */
    public static Control of(ConfigMap map) {
        Map<String, String> data = map.getData();
        return new Control(
                Command.valueOf(required(data, "command")),
                Optional.ofNullable(data.get("startAt")).map(Instant::parse),
                Integer.parseInt(required(data, "trial")),
                Optional.ofNullable(data.get("softphones"))
                        .map(softphones ->
                                new Size(Integer.parseInt(softphones), Long.parseLong(required(data, "rampMillis")))),
                Duration.ofMillis(Long.parseLong(required(data, "reportIntervalMillis"))),
                "Created".equals(data.get("jobs")),
                Optional.ofNullable(data.get("preflight")),
                Optional.ofNullable(map.getMetadata().getResourceVersion()));
    }

    private static String required(Map<String, String> data, String key) {
        String value = data.get(key);
        if (value == null) {
            throw new IllegalArgumentException("control object: required " + key + ", observed " + data.keySet());
        }
        return value;
    }
}

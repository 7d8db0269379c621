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
 * @param startAt when the first arrival is due; from Run on
 * @param jobsCreated whether the Jobs have been created: they are created once, so that a deleted one is a loss and
 *     never a silent second run
 * @param preflight the region whose preflight softphone may go now
 */
public record Control(
        Command command,
        Optional<Instant> startAt,
        int trial,
        Duration reportInterval,
        boolean jobsCreated,
        Optional<String> preflight) {

    /** What the runners are to do. */
    public enum Command {
        Arm,
        Run,
        Drain,
        Abort
    }

    /** Before anything started. */
    public static Control arm(Duration reportInterval) {
        return new Control(Command.Arm, Optional.empty(), 1, reportInterval, false, Optional.empty());
    }

    public Control withJobsCreated() {
        return new Control(command, startAt, trial, reportInterval, true, preflight);
    }

    public Control run(Instant at) {
        return new Control(
                Command.Run,
                Optional.of(at.truncatedTo(ChronoUnit.MILLIS)),
                trial,
                reportInterval,
                jobsCreated,
                preflight);
    }

    public Control told(Command next) {
        return new Control(next, startAt, trial, reportInterval, jobsCreated, preflight);
    }

    public Control withPreflightOf(String region) {
        return new Control(command, startAt, trial, reportInterval, jobsCreated, Optional.of(region));
    }

    public ConfigMap configMap(SoftphoneLoadTest test) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put("command", command.name());
        startAt.ifPresent(at -> data.put("startAt", at.toString()));
        data.put("trial", Integer.toString(trial));
        data.put("reportIntervalMillis", Long.toString(reportInterval.toMillis()));
        preflight.ifPresent(region -> data.put("preflight", region));
        data.put("jobs", jobsCreated ? "Created" : "Missing");
        return new ConfigMapBuilder()
                .withMetadata(Names.owned(test, Names.control(test.getMetadata().getName())))
                .withData(data)
                .build();
    }

    /** @throws IllegalArgumentException if it is not one of ours */
    public static Control of(ConfigMap map) {
        Map<String, String> data = map.getData();
        return new Control(
                Command.valueOf(required(data, "command")),
                Optional.ofNullable(data.get("startAt")).map(Instant::parse),
                Integer.parseInt(required(data, "trial")),
                Duration.ofMillis(Long.parseLong(required(data, "reportIntervalMillis"))),
                "Created".equals(data.get("jobs")),
                Optional.ofNullable(data.get("preflight")));
    }

    private static String required(Map<String, String> data, String key) {
        String value = data.get(key);
        if (value == null) {
            throw new IllegalArgumentException("control object: required " + key + ", observed " + data.keySet());
        }
        return value;
    }
}

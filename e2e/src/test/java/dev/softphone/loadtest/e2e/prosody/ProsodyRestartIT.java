package dev.softphone.loadtest.e2e.prosody;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.e2e.Accounts;
import dev.softphone.loadtest.e2e.LoadRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Fleets of a thousand, each with its own way of coming back, lose one Prosody at one instant. */
@Isolated
@Timeout(value = 12, unit = TimeUnit.MINUTES)
class ProsodyRestartIT {
    private static final int SIZE = 1_000;
    /** For one fleet; Prosody, on one core, logs in some eighty softphones a second. */
    private static final int RAMP_SECONDS = 15;

    private static final int OUTAGE_SECONDS = 8;
    private static final int PATIENCE_MINUTES = 4;

    @TempDir
    Path directory = Path.of("set by JUnit");

    /** Of a fleet's tries that met the server again, the share in the two fullest seconds. */
    private record Wave(double observed, double expected) {}

    @Test
    void aThousandComeBackWithEachProfileAsItsMathematicsSays() throws Exception {
        Map<Backoff, Wave> waves = new EnumMap<>(Backoff.class);
        waves.putAll(restart(Map.of(Backoff.GenesysSdk, new Fleet("s", SIZE, "127.0.0.1"))));
        // The second of these begins to come back when the first is back.
        waves.putAll(restart(Map.of(
                Backoff.FullJitter, new Fleet("f", SIZE, "127.0.0.1"),
                Backoff.Rfc5626, new Fleet("r", SIZE, "127.0.0.2"))));

        System.out.println("Share of the tries that met the server again in the two fullest seconds: " + waves);
        waves.forEach((backoff, wave) -> assertThat(wave.observed())
                .as("%s of %s", backoff, waves)
                .isBetween(wave.expected() / 2, wave.expected() * 2));
        double lockStep = observed(waves, Backoff.GenesysSdk);
        double spread = observed(waves, Backoff.FullJitter);
        assertThat(lockStep).as("%s", waves).isGreaterThan(1.5 * spread);
        assertThat(spread).as("%s", waves).isGreaterThan(1.5 * observed(waves, Backoff.Rfc5626));
    }

    private static double observed(Map<Backoff, Wave> waves, Backoff backoff) {
        return Objects.requireNonNull(waves.get(backoff)).observed();
    }

    private Map<Backoff, Wave> restart(Map<Backoff, Fleet> fleets) throws Exception {
        List<String> addresses =
                fleets.values().stream().map(Fleet::address).sorted().toList();
        String letters = fleets.values().stream().map(Fleet::letter).sorted().collect(Collectors.joining());
        Map<Backoff, LoadRun.Started> started = new EnumMap<>(Backoff.class);
        Map<Backoff, Plotted> plotted = new EnumMap<>(Backoff.class);
        try (RestApi rest = new RestApi();
                Prosody prosody = Prosody.start(Files.createDirectories(directory.resolve(letters)), addresses)) {
            for (Map.Entry<Backoff, Fleet> fleet : fleets.entrySet()) {
                started.put(
                        fleet.getKey(),
                        run(fleet.getKey(), fleet.getValue(), fleets.size() * RAMP_SECONDS, prosody, rest));
            }
            awaitAllPinged(prosody, fleets.size() * SIZE);
            prosody.kill();
            TimeUnit.SECONDS.sleep(OUTAGE_SECONDS); // the outage itself
            prosody.start();
            awaitAllPinged(prosody, fleets.size() * SIZE);
            for (Map.Entry<Backoff, LoadRun.Started> one : started.entrySet()) {
                one.getValue().process().destroy(); // SIGTERM: everybody leaves
                plotted.put(one.getKey(), survived(one.getValue().result()));
            }
            assertThat(prosody.complaints()).isEmpty();
        } finally {
            started.values().forEach(one -> one.process().destroyForcibly());
        }
        int outage = plotted.values().stream()
                .mapToInt(series -> series.backAt() - series.droppedAt())
                .min()
                .orElseThrow();
        Map<Backoff, Wave> waves = new EnumMap<>(Backoff.class);
        plotted.forEach((backoff, series) -> waves.put(
                backoff,
                new Wave(
                        Backoff.fullestTwo(series.started(), series.droppedAt() + outage - 1),
                        backoff.fullestTwoSeconds(SIZE, outage))));
        return waves;
    }

    private LoadRun.Started run(Backoff backoff, Fleet fleet, int rampSeconds, Prosody prosody, RestApi rest)
            throws Exception {
        return fleet.run(directory, prosody, rest, Fleet::token, """
              arrival: {rampUp: {over: %ds}}
              hold: 10m
              drain: 20s
              keepAlive: {every: 5s}
              retry: {profile: %s}
            """.formatted(rampSeconds, backoff))
                .start();
    }

    private static void awaitAllPinged(Prosody prosody, int softphones) throws Exception {
        Awaitility.await()
                .atMost(PATIENCE_MINUTES, TimeUnit.MINUTES)
                .pollInterval(2, TimeUnit.SECONDS)
                .until(() -> prosody.witness().path("pinged").asInt() >= softphones);
        JsonNode witness = prosody.witness();
        assertThat(witness.path("users").asInt()).isEqualTo(softphones);
        assertThat(witness.path("refused").properties()).as("%s", witness).isEmpty();
    }

    /** Everybody was in, was dropped once, and came in again; the wave is in the report. */
    private static Plotted survived(LoadRun.Result run) throws Exception {
        Accounts.areComplete(run, SIZE);
        assertThat(run.count("/softphones/connected")).as("%s", run).isEqualTo(SIZE);
        assertThat(run.count("/softphones/droppedAfterConnect")).as("%s", run).isEqualTo(SIZE);
        assertThat(run.count("/attempts/succeeded")).as("%s", run).isEqualTo(2L * SIZE);
        Path report = run.out().resolve("report.html");
        assertThat(Files.readString(report)).contains("<figure id=\"attempts\"");
        return Plotted.of(report);
    }
}

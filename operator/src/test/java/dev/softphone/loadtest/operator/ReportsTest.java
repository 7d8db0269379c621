package dev.softphone.loadtest.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.api.report.ReportCodec;
import dev.softphone.loadtest.api.report.RunnerReport;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerSpec;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase;
import dev.softphone.loadtest.measure.Measurements;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReportsTest {
    private static final long EACH = 100;

    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private final Reports reports = new Reports(((InstantSource) () -> now).withZone(ZoneOffset.UTC));
    private final SoftphoneLoadTest test = new SoftphoneLoadTest();
    private final List<SoftphoneRunner> runners = new ArrayList<>();

    ReportsTest() {
        test.setMetadata(
                new ObjectMetaBuilder().withName("login").withUid("test-1").build());
        for (int i = 0; i < 6; i++) {
            runners.add(runner(i, i % 2 == 0 ? "east" : "west"));
        }
    }

    @Test
    void whateverComesInWhateverOrderARegionIsTheSumOfWhatItsRunnersSaidLast() {
        SplittableRandom random = new SplittableRandom(11);
        Map<Integer, Measurements> last = new HashMap<>();
        for (int i = 0; i < 6; i++) {
            last.put(i, Measurements.nothingStarted((int) EACH));
        }
        for (int i = 1; i < 60; i++) {
            int who = random.nextInt(6);
            Measurements said = FakeRunner.measured(EACH, random.nextInt(100));
            last.put(who, said);
            says(who, i, Phase.Running, ReportCodec.encode(report(said)));

            Map<String, Measurements> measured =
                    reports.look(test, runners, Optional.empty()).measured();

            assertThat(measured.get("east")).as("report %d, seed 11", i).isEqualTo(merged(last, 0));
            assertThat(measured.get("west")).as("report %d, seed 11", i).isEqualTo(merged(last, 1));
        }
    }

    @Test
    void aRunnerIsSilentFromItsLastNewReportOn() {
        says(0, 1, Phase.Running, ReportCodec.encode(report(FakeRunner.measured(EACH, 0))));
        reports.look(test, runners, Optional.empty());
        now = now.plusSeconds(7);

        assertThat(seen(reports.look(test, runners, Optional.empty())).silent()).isEqualTo(Duration.ofSeconds(7));

        says(0, 2, Phase.Running, ReportCodec.encode(report(FakeRunner.measured(EACH, 0))));
        assertThat(seen(reports.look(test, runners, Optional.empty())).silent()).isZero();
    }

    @Test
    void aReportThatCannotBeReadCountsAsNone() {
        says(0, 1, Phase.Finished, ReportCodec.encode(report(FakeRunner.measured(EACH, 0))));
        says(0, 2, Phase.Finished, "no report");

        Reports.Look look = reports.look(test, runners, Optional.empty());

        assertThat(seen(look).report()).isEmpty();
        assertThat(Objects.requireNonNull(look.measured().get("east"))
                        .softphones()
                        .notStarted())
                .isEqualTo(3 * EACH);
    }

    @Test
    void nothingIsRememberedOfATestThatIsOverOrGone() {
        reports.look(test, runners, Optional.empty());
        assertThat(reports.size()).isOne();
        runners.forEach(reports::forget);
        assertThat(reports.size()).isZero();

        reports.look(test, runners, Optional.empty());
        reports.forget(test);
        assertThat(reports.size()).isZero();
    }

    @Test
    void aReportOfAnotherTrialCountsAsNothingStartedOfThisOneAndEverybodyHasFullTimeAnew() {
        Optional<Reports.OfTrial> first = Optional.of(new Reports.OfTrial(1, 9));
        Optional<Reports.OfTrial> second = Optional.of(new Reports.OfTrial(2, 4));
        List<SoftphoneRunner> three = List.of(runners.get(0), runners.get(1), runners.get(2));
        says(0, 1, Phase.TrialOver, ReportCodec.encode(report(FakeRunner.measured(3, 1))));
        Reports.Look look = reports.look(test, three, first);
        assertThat(seen(look).current()).isTrue();
        assertThat(planned(look)).isEqualTo(9);
        assertThat(connected(look)).isEqualTo(2);
        now = now.plusSeconds(60);

        look = reports.look(test, three, second);

        assertThat(seen(look).current()).isFalse();
        assertThat(seen(look).silent()).isZero();
        assertThat(planned(look)).isEqualTo(4);
        assertThat(connected(look)).isZero();
        assertThat(look.measured().values())
                .allSatisfy(sum -> assertThat(sum.balanced()).isTrue());
    }

    private static long planned(Reports.Look look) {
        return look.measured().values().stream()
                .mapToLong(sum -> sum.softphones().planned())
                .sum();
    }

    private static long connected(Reports.Look look) {
        return look.measured().values().stream()
                .mapToLong(sum -> sum.softphones().connected())
                .sum();
    }

    private static Reports.Seen seen(Reports.Look look) {
        return Objects.requireNonNull(look.runners().get("runner-0"));
    }

    private static Measurements merged(Map<Integer, Measurements> last, int odd) {
        return Measurements.merge(last.entrySet().stream()
                .filter(entry -> entry.getKey() % 2 == odd)
                .map(Map.Entry::getValue)
                .toList());
    }

    private void says(int runner, long sequence, Phase phase, String report) {
        runners.get(runner)
                .setStatus(new SoftphoneRunnerStatus(
                        phase,
                        0,
                        "pod",
                        sequence,
                        1,
                        now.toString(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        report));
    }

    private static RunnerReport report(Measurements measured) {
        return new RunnerReport(measured, Optional.empty(), Optional.empty(), List.of());
    }

    private static SoftphoneRunner runner(int number, String region) {
        SoftphoneRunner runner = new SoftphoneRunner();
        runner.setMetadata(new ObjectMetaBuilder()
                .withName("runner-" + number)
                .withUid("uid-" + number)
                .addNewOwnerReference()
                .withUid("test-1")
                .endOwnerReference()
                .build());
        runner.setSpec(new SoftphoneRunnerSpec(
                "login",
                number,
                region,
                number,
                new SoftphoneRunnerSpec.Share(List.of(1), 0, number < 3 ? 3 : 6),
                EACH));
        return runner;
    }
}

package dev.softphone.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeasurementsTest {

    private static final int ROUNDS = 30;

    @Test
    void mergeDoesNotDependOnOrderOrGrouping() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            RandomMeasurements random = new RandomMeasurements(seed);
            Measurements a = random.next();
            Measurements b = random.next();
            Measurements c = random.next();

            assertThat(a.plus(b)).as("commutes, seed %d", seed).isEqualTo(b.plus(a));
            assertThat(a.plus(b).plus(c)).as("associates, seed %d", seed).isEqualTo(a.plus(b.plus(c)));
            assertThat(Measurements.merge(List.of(c, a, b)))
                    .as("seed %d", seed)
                    .isEqualTo(a.plus(b).plus(c));
        }
    }

    @Test
    void emptyIsNeutralAndMergingNothingIsEmpty() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Measurements a = new RandomMeasurements(seed).next();

            assertThat(a.plus(Measurements.EMPTY)).as("seed %d", seed).isEqualTo(a);
            assertThat(Measurements.EMPTY.plus(a)).as("seed %d", seed).isEqualTo(a);
        }
        assertThat(Measurements.merge(List.of())).isEqualTo(Measurements.EMPTY);
    }

    @Test
    void mergedEquationsStayBalanced() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            RandomMeasurements random = new RandomMeasurements(seed);
            Measurements sum = Measurements.merge(List.of(random.next(), random.next(), random.next()));

            assertThat(sum.balanced()).as("seed %d", seed).isTrue();
            assertThat(sum.softphones().planned()).as("seed %d", seed).isPositive();
        }
    }

    @Test
    void aLostRunnerKeepsWhatIsFinalAndLeavesNobodyUnderWay() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Measurements reported = new RandomMeasurements(seed).next();
            Measurements lost = reported.lostFromNowOn();

            assertThat(lost.balanced()).as("seed %d", seed).isTrue();
            assertThat(lost.softphones().inProgress() + lost.softphones().notStarted())
                    .as("seed %d", seed)
                    .isZero();
            assertThat(lost.softphones().connectedNow()).as("seed %d", seed).isZero();
            assertThat(lost.softphones().connected())
                    .as("seed %d", seed)
                    .isEqualTo(reported.softphones().connected());
            assertThat(lost.softphones().rejected())
                    .as("seed %d", seed)
                    .isEqualTo(reported.softphones().rejected());
            assertThat(lost.softphones().planned())
                    .as("seed %d", seed)
                    .isEqualTo(reported.softphones().planned());
            assertThat(lost.lostFromNowOn()).as("seed %d", seed).isEqualTo(lost);
        }
    }

    @Test
    void oneLostSoftphoneTooManyUnbalancesTheEquation() {
        SoftphoneCounts counts = new SoftphoneCounts(10, 0, 10, 0, 9, 0, 0, 0, 0, 0, 9, 0);

        assertThat(counts.balanced()).isFalse();
    }

    @Test
    void groupsStayBoundedAndTheirSumIsKept() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            RandomMeasurements random = new RandomMeasurements(seed);
            Measurements a = random.next();
            Measurements b = random.next();
            Measurements sum = a.plus(b);

            assertThat(sum.organizations()).as("seed %d", seed).hasSizeLessThanOrEqualTo(21);
            assertThat(sum.remoteAddresses()).as("seed %d", seed).hasSizeLessThanOrEqualTo(17);
            assertThat(started(sum.organizations()))
                    .as("seed %d", seed)
                    .isEqualTo(started(a.organizations()) + started(b.organizations()));
        }
    }

    @Test
    void theTwentyFirstOrganizationIsFoldedIntoOther() {
        Map<String, GroupCounts> groups = new HashMap<>();
        IntStream.range(0, 25).forEach(i -> groups.put("org-%02d".formatted(i), new GroupCounts(2, 1, 1, 0, 0)));

        Map<String, GroupCounts> bounded = Bounded.bound(groups, 20, GroupCounts::plus);

        assertThat(bounded).hasSize(21).containsKeys("org-00", "org-19");
        assertThat(bounded.get(Bounded.OTHER)).isEqualTo(new GroupCounts(10, 5, 5, 0, 0));
    }

    @Test
    void aPeakStaysBesideTheLimitOfItsOwnHost() {
        HostEvidence tightAndIdle = descriptors(1024, 100);
        HostEvidence wideAndBusy = descriptors(65_536, 5_000);

        HostEvidence both = tightAndIdle.plus(wideAndBusy);

        assertThat(both.descriptorLimit()).isEqualTo(OptionalLong.of(1024));
        assertThat(both.descriptorsPeak()).isEqualTo(OptionalLong.of(100));
    }

    @Test
    void unknownStaysUnknownOnlyWhenNobodyKnows() {
        HostEvidence known = descriptors(1024, 100);

        assertThat(known.plus(HostEvidence.UNKNOWN)).isEqualTo(known);
        assertThat(known.plus(known).conntrackPeak()).isEmpty();
    }

    private static HostEvidence descriptors(long limit, long peak) {
        HostEvidence none = HostEvidence.UNKNOWN;
        return new HostEvidence(
                OptionalLong.of(limit),
                OptionalLong.of(peak),
                none.portLow(),
                none.portHigh(),
                none.portsReserved(),
                none.sourceAddresses(),
                none.socketsPeak(),
                none.timeWaitPeak(),
                none.retransmits(),
                none.segmentsSent(),
                none.listenOverflows(),
                none.conntrackPeak(),
                none.conntrackMax(),
                none.loopLagMaxMillis(),
                none.saturatedMillis(),
                none.gcPauseMaxMillis(),
                none.gcMillis(),
                none.cpuThrottledMillis(),
                none.cpuCores(),
                none.cpuPeakPercent(),
                none.pendingConnectsPeak(),
                none.clockStepMillis(),
                none.transport(),
                none.tlsEngine());
    }

    private static long started(Map<String, GroupCounts> groups) {
        return groups.values().stream().mapToLong(GroupCounts::started).sum();
    }
}

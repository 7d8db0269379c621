package dev.softphone.loadtest.runner.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.TimeSeries.HostSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostSamplerTest {

    private Path root;

    private final FakeJvm jvm = new FakeJvm();
    private final FakeLoops loops = new FakeLoops();
    private long nanos = 1_000_000_000_000L;
    private long wall = 1_700_000_000_000L;

    @BeforeEach
    void writeHost(@TempDir Path folder) throws IOException {
        root = folder;
        sockstat(10, 5);
        snmp(1_000, 3);
        throttled(0);
    }

    @Test
    void keepsPeaksOfTheTrialAndShowsWhatIsNow() throws IOException {
        HostSampler sampler = sampler();
        sockstat(500, 70);
        loops.lag = 250_000_000;
        loops.pending = 40;
        second();
        sampler.sample();
        sockstat(20, 400);
        loops.lag = 1_000_000;
        loops.pending = 2;
        second();
        HostSample sample = sampler.sample();
        HostEvidence evidence = sampler.evidence();

        assertThat(sample.sockets()).hasValue(20);
        assertThat(sample.timeWait()).hasValue(400);
        assertThat(sample.loopLagMaxMillis()).hasValue(1);
        assertThat(sample.pendingConnects()).hasValue(2);
        assertThat(evidence.socketsPeak()).hasValue(500);
        assertThat(evidence.timeWaitPeak()).hasValue(400);
        assertThat(evidence.loopLagMaxMillis()).hasValue(250);
        assertThat(evidence.pendingConnectsPeak()).hasValue(40);
    }

    @Test
    void countsSinceTheTrialBeganNotSinceTheHostDid() throws IOException {
        HostSampler sampler = sampler();
        snmp(1_500, 10);
        throttled(30_000);
        jvm.gcMillis = 90;
        jvm.pause = 60;
        loops.saturated = 700_000_000;
        second();
        HostSample first = sampler.sample();
        snmp(2_000, 11);
        second();
        HostSample second = sampler.sample();
        HostEvidence evidence = sampler.evidence();

        assertThat(first.retransmits()).hasValue(7);
        assertThat(second.retransmits()).hasValue(1);
        assertThat(first.cpuThrottledMillis()).hasValue(30);
        assertThat(first.gcMillis()).hasValue(90);
        assertThat(second.gcMillis()).hasValue(0);
        assertThat(evidence.retransmits()).hasValue(8);
        assertThat(evidence.segmentsSent()).hasValue(1_000);
        assertThat(evidence.cpuThrottledMillis()).hasValue(30);
        assertThat(evidence.gcMillis()).hasValue(90);
        assertThat(evidence.gcPauseMaxMillis()).hasValue(60);
        assertThat(evidence.saturatedMillis()).hasValue(700);

        sampler.reset();
        second();
        sampler.sample();
        assertThat(sampler.evidence().retransmits()).hasValue(0);
        assertThat(sampler.evidence().gcPauseMaxMillis()).hasValue(0);
        assertThat(sampler.evidence().saturatedMillis()).hasValue(0);
        assertThat(sampler.evidence().loopLagMaxMillis()).hasValue(0);
    }

    @Test
    void measuresTheBusiestSecondOfAllCores() {
        HostSampler sampler = sampler();
        jvm.cpuNanos += 1_500_000_000;
        second();
        assertThat(sampler.sample().cpuPercent()).hasValue(75);
        jvm.cpuNanos += 200_000_000;
        second();
        assertThat(sampler.sample().cpuPercent()).hasValue(10);
        assertThat(sampler.evidence().cpuPeakPercent()).hasValue(75);
        assertThat(sampler.evidence().cpuCores()).hasValue(2);
    }

    @Test
    void noticesThatTheWallClockWasSet() {
        HostSampler sampler = sampler();
        wall -= 5_000;
        second();
        sampler.sample();
        wall += 5_000;
        second();
        sampler.sample();

        assertThat(sampler.evidence().clockStepMillis()).hasValue(5_000);
    }

    @Test
    void doesNotKnowATotalWhenACounterWasBegunAnew() throws IOException {
        HostSampler sampler = sampler();
        snmp(5, 0);
        second();

        assertThat(sampler.sample().retransmits()).isEmpty();
        assertThat(sampler.evidence().segmentsSent()).isEmpty();
    }

    @Test
    void saysUnknownNotZeroForWhatTheHostDoesNotShow() {
        HostSampler sampler = sampler();
        second();
        HostSample sample = sampler.sample();

        assertThat(sample.descriptors()).isEmpty();
        assertThat(sampler.evidence().descriptorsPeak()).isEmpty();
        assertThat(sampler.evidence().descriptorLimit()).isEmpty();
        assertThat(sampler.evidence().conntrackPeak()).isEmpty();
        assertThat(sampler.evidence().sourceAddresses()).isEmpty();
    }

    private HostSampler sampler() {
        return new HostSampler(
                new HostProbe(root),
                jvm,
                loops,
                new HostSampler.Setting(OptionalLong.empty(), Optional.of("nio"), Optional.empty()),
                () -> nanos,
                () -> wall);
    }

    private void second() {
        nanos += 1_000_000_000;
        wall += 1_000;
    }

    private void sockstat(int inUse, int timeWait) throws IOException {
        write("proc/net/sockstat", "TCP: inuse %d orphan 0 tw %d alloc 9 mem 1\n".formatted(inUse, timeWait));
    }

    private void snmp(int sent, int again) throws IOException {
        write("proc/net/snmp", "Tcp: OutSegs RetransSegs\nTcp: %d %d\n".formatted(sent, again));
    }

    private void throttled(int micros) throws IOException {
        write("sys/fs/cgroup/cpu.stat", "throttled_usec %d\n".formatted(micros));
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static final class FakeJvm implements JvmReadings {
        private long cpuNanos;
        private long gcMillis;
        private long pause;

        @Override
        public OptionalLong cores() {
            return OptionalLong.of(2);
        }

        @Override
        public OptionalLong cpuNanos() {
            return OptionalLong.of(cpuNanos);
        }

        @Override
        public OptionalLong gcMillis() {
            return OptionalLong.of(gcMillis);
        }

        @Override
        public OptionalLong gcPauseMaxMillis() {
            long longest = pause;
            pause = 0;
            return OptionalLong.of(longest);
        }
    }

    private static final class FakeLoops implements LoopReadings {
        private long lag;
        private long saturated;
        private long pending;

        @Override
        public long lagMaxNanos() {
            long longest = lag;
            lag = 0;
            return longest;
        }

        @Override
        public long saturatedNanos() {
            return saturated;
        }

        @Override
        public long pendingConnects() {
            return pending;
        }
    }
}

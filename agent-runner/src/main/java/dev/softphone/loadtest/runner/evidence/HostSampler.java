package dev.softphone.loadtest.runner.evidence;

import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.TimeSeries.HostSample;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Turns looks at the host into peaks and totals of a trial.
 *
 * <pre>
 * total   = counter now − counter at {@link #reset}
 * CPU     = CPU time of the process since the last sample ÷ (time since then × cores)
 * step    = |(wall − monotonic) now − (wall − monotonic) at {@link #reset}|, the largest of all samples
 * </pre>
 *
 * Has no thread and no clock of its own. All methods belong to one thread, which may block (not an event loop). A first
 * whole look is taken when it is made, so that every class it needs is loaded while there are descriptors for it.
 */
public final class HostSampler {

    private final HostProbe host;
    private final JvmReadings jvm;
    private final LoopReadings loops;
    private final LongSupplier nanoTime;
    private final LongSupplier epochMillis;
    private final Setting setting;

    private Look base;
    private Look last;
    private OptionalLong descriptorsPeak = OptionalLong.empty();
    private OptionalLong socketsPeak = OptionalLong.empty();
    private OptionalLong timeWaitPeak = OptionalLong.empty();
    private OptionalLong conntrackPeak = OptionalLong.empty();
    private OptionalLong cpuPeak = OptionalLong.empty();
    private OptionalLong gcPauseMax = OptionalLong.empty();
    private OptionalLong loopLagMax = OptionalLong.empty();
    private OptionalLong pendingPeak = OptionalLong.empty();
    private OptionalLong clockStep = OptionalLong.empty();

    /**
     * What does not change.
     *
     * @param sourceAddresses how many local addresses are connected from; empty: the system chooses
     * @param transport {@code epoll} or {@code nio}
     * @param tlsEngine {@code boringssl} or {@code jdk}; empty without TLS
     */
    public record Setting(OptionalLong sourceAddresses, Optional<String> transport, Optional<String> tlsEngine) {}

    private record Look(
            HostReading host,
            OptionalLong cpuNanos,
            OptionalLong gcMillis,
            long saturatedNanos,
            long nanos,
            long wallMinusMonotonicMillis) {}

    /**
     * @param nanoTime monotonic
     * @param epochMillis wall clock
     */
    public HostSampler(
            HostProbe host,
            JvmReadings jvm,
            LoopReadings loops,
            Setting setting,
            LongSupplier nanoTime,
            LongSupplier epochMillis) {
        this.host = host;
        this.jvm = jvm;
        this.loops = loops;
        this.setting = setting;
        this.nanoTime = nanoTime;
        this.epochMillis = epochMillis;
        this.base = look();
        this.last = base;
        sample();
        evidence();
        reset();
    }

    private Look look() {
        long nanos = nanoTime.getAsLong();
        return new Look(
                host.read(),
                jvm.cpuNanos(),
                jvm.gcMillis(),
                loops.saturatedNanos(),
                nanos,
                epochMillis.getAsLong() - nanos / 1_000_000);
    }

    /** A new trial: peaks and totals begin again, now. */
    public void reset() {
        jvm.gcPauseMaxMillis();
        loops.lagMaxNanos();
        base = look();
        last = base;
        descriptorsPeak = base.host().descriptors();
        socketsPeak = base.host().sockets();
        timeWaitPeak = base.host().timeWait();
        conntrackPeak = base.host().conntrack();
        cpuPeak = OptionalLong.empty();
        gcPauseMax = OptionalLong.empty();
        loopLagMax = OptionalLong.empty();
        pendingPeak = OptionalLong.empty();
        clockStep = OptionalLong.empty();
    }

    /** A look, about once a second; deltas are since the look before. */
    public HostSample sample() {
        Look before = last;
        Look now = look();
        last = now;
        OptionalLong lag = OptionalLong.of(loops.lagMaxNanos() / 1_000_000);
        OptionalLong pending = OptionalLong.of(loops.pendingConnects());
        OptionalLong cpu = cpuPercent(before, now);
        descriptorsPeak = max(descriptorsPeak, now.host().descriptors());
        socketsPeak = max(socketsPeak, now.host().sockets());
        timeWaitPeak = max(timeWaitPeak, now.host().timeWait());
        conntrackPeak = max(conntrackPeak, now.host().conntrack());
        cpuPeak = max(cpuPeak, cpu);
        gcPauseMax = max(gcPauseMax, jvm.gcPauseMaxMillis());
        loopLagMax = max(loopLagMax, lag);
        pendingPeak = max(pendingPeak, pending);
        clockStep = max(
                clockStep, OptionalLong.of(Math.abs(now.wallMinusMonotonicMillis() - base.wallMinusMonotonicMillis())));
        return new HostSample(
                now.host().descriptors(),
                now.host().sockets(),
                now.host().timeWait(),
                lag,
                minus(now.gcMillis(), before.gcMillis()),
                millis(minus(now.host().throttledMicros(), before.host().throttledMicros())),
                cpu,
                minus(now.host().retransmits(), before.host().retransmits()),
                pending);
    }

    /** Peaks and totals from {@link #reset} to the last {@link #sample}. */
    public HostEvidence evidence() {
        HostReading now = last.host();
        HostReading then = base.host();
        return new HostEvidence(
                now.descriptorLimit(),
                descriptorsPeak,
                now.portLow(),
                now.portHigh(),
                now.portsReserved(),
                setting.sourceAddresses(),
                socketsPeak,
                timeWaitPeak,
                minus(now.retransmits(), then.retransmits()),
                minus(now.segmentsSent(), then.segmentsSent()),
                minus(now.listenOverflows(), then.listenOverflows()),
                conntrackPeak,
                now.conntrackMax(),
                loopLagMax,
                OptionalLong.of((last.saturatedNanos() - base.saturatedNanos()) / 1_000_000),
                gcPauseMax,
                minus(last.gcMillis(), base.gcMillis()),
                millis(minus(now.throttledMicros(), then.throttledMicros())),
                jvm.cores(),
                cpuPeak,
                pendingPeak,
                clockStep,
                setting.transport(),
                setting.tlsEngine());
    }

    private OptionalLong cpuPercent(Look before, Look now) {
        OptionalLong used = minus(now.cpuNanos(), before.cpuNanos());
        OptionalLong cores = jvm.cores();
        long elapsed = now.nanos() - before.nanos();
        return used.isPresent() && cores.isPresent() && elapsed > 0
                ? OptionalLong.of(Math.round(100.0 * used.getAsLong() / elapsed / cores.getAsLong()))
                : OptionalLong.empty();
    }

    private static OptionalLong max(OptionalLong a, OptionalLong b) {
        return a.isPresent() && b.isPresent()
                ? OptionalLong.of(Math.max(a.getAsLong(), b.getAsLong()))
                : a.isPresent() ? a : b;
    }

    /** A counter that fell was begun anew: what it counted is unknown. */
    private static OptionalLong minus(OptionalLong now, OptionalLong before) {
        return now.isPresent() && before.isPresent() && now.getAsLong() >= before.getAsLong()
                ? OptionalLong.of(now.getAsLong() - before.getAsLong())
                : OptionalLong.empty();
    }

    private static OptionalLong millis(OptionalLong micros) {
        return micros.isPresent() ? OptionalLong.of(micros.getAsLong() / 1_000) : micros;
    }
}

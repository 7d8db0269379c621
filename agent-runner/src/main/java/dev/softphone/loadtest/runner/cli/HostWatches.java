package dev.softphone.loadtest.runner.cli;

import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.runner.HostWatch;
import dev.softphone.loadtest.runner.LoopHealth;
import dev.softphone.loadtest.runner.evidence.HostProbe;
import dev.softphone.loadtest.runner.evidence.HostSampler;
import dev.softphone.loadtest.runner.evidence.Jvm;
import dev.softphone.loadtest.runner.net.PinnedTransport;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Watches the machine this process runs on. */
final class HostWatches {
    private HostWatches() {}

    static Function<LoopHealth, HostWatch> of(LoadTest test) {
        return loops -> {
            int addresses = test.sourceAddresses().size();
            HostSampler.Setting setting = new HostSampler.Setting(
                    addresses == 0 ? OptionalLong.empty() : OptionalLong.of(addresses),
                    Optional.of(loops.transport()),
                    loops.tls() ? Optional.of(PinnedTransport.tlsEngine()) : Optional.empty());
            HostSampler sampler = new HostSampler(
                    new HostProbe(Path.of("/")),
                    new Jvm(),
                    loops,
                    setting,
                    System::nanoTime,
                    System::currentTimeMillis);
            return new HostWatch() {
                @Override
                public void reset() {
                    sampler.reset();
                }

                @Override
                public TimeSeries.HostSample sample() {
                    return sampler.sample();
                }

                @Override
                public HostEvidence evidence() {
                    return sampler.evidence();
                }
            };
        };
    }
}

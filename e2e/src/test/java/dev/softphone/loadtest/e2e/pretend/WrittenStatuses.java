package dev.softphone.loadtest.e2e.pretend;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase;
import dev.softphone.loadtest.runner.serve.ApiException;
import dev.softphone.loadtest.runner.serve.RunnerApi;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What many runners wrote, and when. Safe from any thread. */
public final class WrittenStatuses {
    private static final double NANOS = 1e9;

    private record Write(Phase phase, long nanos, int bytes) {}

    private final List<Write> writes = new ArrayList<>();

    /** How fast statuses of one phase came. */
    public record Pace(int writes, double seconds, double aSecond, double bytesASecond, int largest) {
        @Override
        public String toString() {
            return String.format(
                    "%d writes in %.1f s: %.1f a second, %.1f kB a second, the largest %.1f kB",
                    writes, seconds, aSecond, bytesASecond / 1000, largest / 1000.0);
        }
    }

    RunnerApi counting(RunnerApi api) {
        return new RunnerApi() {
            @Override
            public Optional<SoftphoneRunner> runner() throws ApiException {
                return api.runner();
            }

            @Override
            public Answer updateStatus(SoftphoneRunner object) throws ApiException {
                int bytes = Serialization.asJson(object).getBytes(StandardCharsets.UTF_8).length;
                synchronized (writes) {
                    writes.add(new Write(object.getStatus().phase(), System.nanoTime(), bytes));
                }
                return api.updateStatus(object);
            }

            @Override
            public Optional<ControlObject> control() throws ApiException {
                return api.control();
            }

            @Override
            public Watching watchControl(String version, ControlWatcher watcher) throws ApiException {
                return api.watchControl(version, watcher);
            }
        };
    }

    /** From the first to the last of a phase. */
    public Pace of(Phase phase) {
        List<Write> some;
        synchronized (writes) {
            some = writes.stream().filter(write -> write.phase() == phase).toList();
        }
        long first = some.stream().mapToLong(Write::nanos).min().orElseThrow();
        long last = some.stream().mapToLong(Write::nanos).max().orElseThrow();
        double seconds = (last - first) / NANOS;
        long bytes = some.stream().mapToLong(Write::bytes).sum();
        return new Pace(
                some.size(),
                seconds,
                (some.size() - 1) / seconds,
                bytes / seconds,
                some.stream().mapToInt(Write::bytes).max().orElseThrow());
    }
}

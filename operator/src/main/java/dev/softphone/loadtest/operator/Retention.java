package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.read.Durations;
import dev.softphone.loadtest.api.v1alpha1.RetentionSpec;
import dev.softphone.loadtest.api.v1alpha1.RetentionSpec.FailedPods;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What stays of a test that is over, and how long: computed from the time of its end whenever somebody looks.
 *
 * <pre>
 * Jobs, with their pods   until finishedAt + podsAfterFinished; with failedPods Keep, one with a failed pod with the test
 * the test, with all      until finishedAt + deleteTestAfter; for good without one
 * </pre>
 */
final class Retention {
    private Retention() {}

    static Decision decide(Observation seen, Instant finishedAt) {
        RetentionSpec retention = seen.resource().getSpec().retention();
        Optional<Instant> testUntil = until(finishedAt, retention.deleteTestAfter());
        if (testUntil.filter(until -> !seen.now().isBefore(until)).isPresent()) {
            return deletion(List.of(seen.resource()), Optional.empty());
        }
        List<Job> temporary =
                seen.jobs().stream().filter(job -> !kept(job, retention)).toList();
        Optional<Instant> podsUntil =
                temporary.isEmpty() ? Optional.empty() : until(finishedAt, retention.podsAfterFinished());
        boolean now = podsUntil.filter(until -> !seen.now().isBefore(until)).isPresent();
        Optional<Duration> again = Stream.of(podsUntil.filter(until -> !now), testUntil)
                .flatMap(Optional::stream)
                .min(Instant::compareTo)
                .map(next -> Duration.between(seen.now(), next));
        return deletion(now ? temporary : List.of(), again);
    }

    private static boolean kept(Job job, RetentionSpec retention) {
        Integer failed = job.getStatus() == null ? null : job.getStatus().getFailed();
        return retention.failedPods() == FailedPods.Keep && failed != null && failed > 0;
    }

    /** A text that is no duration was refused when the test was read, and keeps everything. */
    private static Optional<Instant> until(Instant finishedAt, @Nullable String after) {
        return Optional.ofNullable(after)
                .flatMap(text -> Optional.ofNullable(Durations.parse(text)))
                .map(finishedAt::plus);
    }

    private static Decision deletion(List<? extends HasMetadata> objects, Optional<Duration> again) {
        return new Decision(
                List.of(), Optional.empty(), Optional.empty(), again, new ArrayList<>(objects), Optional.empty());
    }
}

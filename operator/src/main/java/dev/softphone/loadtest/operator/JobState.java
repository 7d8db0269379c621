package dev.softphone.loadtest.operator;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a region's Job will still do.
 *
 * @param runs whether it has pods, or will have
 * @param replaced whether it starts another pod where one failed
 * @param done indexes that are over, well or not, as Kubernetes writes them: {@code 0,3-5}
 */
record JobState(boolean runs, boolean replaced, String done) {
    static final JobState GONE = new JobState(false, false, "");

    static JobState of(Job job) {
        Integer again = job.getSpec().getBackoffLimitPerIndex();
        boolean replaced = again != null && again > 0;
        if (job.getStatus() == null) {
            return new JobState(true, replaced, "");
        }
        boolean over = job.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getStatus().equals("True")
                        && (condition.getType().equals("Complete")
                                || condition.getType().equals("Failed")));
        return new JobState(
                !over,
                replaced,
                text(job.getStatus().getCompletedIndexes()) + ","
                        + text(job.getStatus().getFailedIndexes()));
    }

    /** Whether the pod of an index is, or would be, followed by another one. */
    boolean replaces(int index) {
        return runs
                && replaced
                && Arrays.stream(done.split(",", -1))
                        .filter(range -> !range.isBlank())
                        .map(range -> range.split("-", -1))
                        .noneMatch(range -> Integer.parseInt(range[0].strip()) <= index
                                && index <= Integer.parseInt(range[range.length - 1].strip()));
    }

    private static String text(@Nullable String indexes) {
        return indexes == null ? "" : indexes;
    }
}

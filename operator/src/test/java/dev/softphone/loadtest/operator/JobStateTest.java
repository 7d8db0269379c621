package dev.softphone.loadtest.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import org.junit.jupiter.api.Test;

class JobStateTest {

    @Test
    void anIndexThatIsOverIsNotReplaced() {
        JobState state = JobState.of(job(3, "0,3-5", "7"));

        for (int index = 0; index < 9; index++) {
            boolean over = index == 0 || (index >= 3 && index <= 5) || index == 7;
            assertThat(state.replaces(index)).as("index %d", index).isEqualTo(!over);
        }
    }

    @Test
    void whereNothingIsTriedAgainNothingIsReplaced() {
        assertThat(JobState.of(job(0, null, null)).replaces(1)).isFalse();
        assertThat(JobState.GONE.replaces(1)).isFalse();
    }

    @Test
    void aJobThatIsOverReplacesNobody() {
        Job job = new JobBuilder(job(3, "", ""))
                .editStatus()
                .addNewCondition()
                .withType("Failed")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();

        assertThat(JobState.of(job).runs()).isFalse();
        assertThat(JobState.of(job).replaces(1)).isFalse();
    }

    private static Job job(
            int again,
            @org.jspecify.annotations.Nullable String completed,
            @org.jspecify.annotations.Nullable String failed) {
        return new JobBuilder()
                .withNewSpec()
                .withBackoffLimitPerIndex(again)
                .endSpec()
                .withNewStatus()
                .withCompletedIndexes(completed)
                .withFailedIndexes(failed)
                .endStatus()
                .build();
    }
}

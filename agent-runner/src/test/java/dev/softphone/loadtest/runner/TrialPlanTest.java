package dev.softphone.loadtest.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.Limits;
import dev.softphone.loadtest.plan.ArrivalSchedule;
import dev.softphone.loadtest.plan.Part;
import dev.softphone.loadtest.plan.Shares;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrialPlanTest {

    /** Over regions by weight, over the runners of each, over the event loops of each of these. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theLoopsOfAllRunnersTogetherStartEverySoftphoneOnceAndAtItsTime(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int softphones = random.nextInt(1, 3000);
        Limits limits = new Limits(
                random.nextBoolean() ? OptionalInt.of(random.nextInt(1, 200)) : OptionalInt.empty(),
                OptionalInt.empty());
        Arrival arrival = random.nextBoolean()
                ? new Arrival.RampUp(Duration.ofSeconds(random.nextInt(60)))
                : new Arrival.Steps(random.nextInt(1, 100), Duration.ofSeconds(5));
        ArrivalSchedule whole = ArrivalSchedule.of(arrival, softphones, limits, seed);
        List<Integer> weights = new ArrayList<>(List.of(random.nextInt(1, 1000), random.nextInt(1000)));
        weights.add(random.nextInt(1000));
        Shares regions = Shares.of(weights);

        boolean[] started = new boolean[softphones];
        for (int region = 0; region < weights.size(); region++) {
            int runners = random.nextInt(1, 8);
            for (int runner = 0; runner < runners; runner++) {
                Part part = Part.WHOLE.split(regions, region).split(Shares.equal(runners), runner);
                TrialPlan plan = TrialPlan.at(17, whole, part, Duration.ofSeconds(3));
                assertThat(plan.lastArrivalMillis()).isEqualTo(whole.lastOffsetNanos() / 1_000_000);
                int loops = random.nextInt(1, 4);
                for (int loop = 0; loop < loops; loop++) {
                    ArrivalSchedule slice = plan.schedule().slice(loop, loops);
                    for (int n = 0; n < slice.size(); n++) {
                        int softphone = slice.wholeIndex(n);
                        assertThat(started[softphone]).as("seed %s", seed).isFalse();
                        started[softphone] = true;
                        assertThat(slice.offsetNanos(n)).as("seed %s", seed).isEqualTo(whole.offsetNanos(softphone));
                    }
                }
            }
        }
        assertThat(started).as("seed %s", seed).doesNotContain(false);
    }
}

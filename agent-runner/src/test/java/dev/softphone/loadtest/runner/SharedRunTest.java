package dev.softphone.loadtest.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.plan.ArrivalSchedule;
import dev.softphone.loadtest.plan.Part;
import dev.softphone.loadtest.plan.Shares;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several runners, each with its share of one test. */
@Timeout(120)
class SharedRunTest {

    @Test
    void theCountsOfAllRunnersTogetherAreThoseOfTheGateway() throws Exception {
        try (TinyGateway gateway = new TinyGateway(120)) {
            LoadTest test = Rehearsal.sip(gateway.port(), 200, Optional.empty());
            Shares shares = Shares.of(List.of(2, 1));
            try (Runner first = Rehearsal.runner(test, Share.WHOLE, new StopSignal())) {
                first.warmUp();
            }
            long start = TrialPlan.soon() + 1_000_000_000;
            List<CompletableFuture<Measurements>> parts = new ArrayList<>();
            for (int number = 0; number < 2; number++) {
                Share share = Share.of(Part.WHOLE.split(shares, number), number);
                parts.add(CompletableFuture.supplyAsync(() -> measured(test, share, start, new StopSignal())));
            }

            List<Measurements> measured =
                    parts.stream().map(CompletableFuture::join).toList();
            SoftphoneCounts all = Measurements.merge(measured).softphones();

            assertThat(measured).extracting(m -> m.softphones().planned()).containsExactly(133L, 67L);
            assertThat(all.balanced()).isTrue();
            assertThat(all.planned()).isEqualTo(200);
            assertThat(all.connected()).as(measured.toString()).isEqualTo(120).isEqualTo(gateway.accepted());
            assertThat(all.rejected()).isEqualTo(80).isEqualTo(gateway.refused());
        }
    }

    @Test
    void whoIsToldToStopBeforeTheStartSendsNothing() throws Exception {
        try (TinyGateway gateway = new TinyGateway(120)) {
            StopSignal stop = new StopSignal();
            stop.raise();

            Measurements measured =
                    measured(Rehearsal.sip(gateway.port(), 50, Optional.empty()), Share.WHOLE, TrialPlan.soon(), stop);

            assertThat(measured.softphones().notStarted()).isEqualTo(50);
            assertThat(measured.balanced()).isTrue();
            assertThat(gateway.accepted()).isZero();
        }
    }

    @Test
    void whatIsDueAlreadyStartsAtOnceAndCountsAsLate() throws Exception {
        try (TinyGateway gateway = new TinyGateway(120)) {
            LoadTest test = Rehearsal.sip(gateway.port(), 40, Optional.empty());
            long start = System.nanoTime() - 1_900_000_000;

            Measurements measured = measured(test, Share.WHOLE, start, new StopSignal());

            assertThat(measured.softphones().started()).isEqualTo(40);
            assertThat(measured.softphones().late()).isGreaterThan(30);
        }
    }

    private static Measurements measured(LoadTest test, Share share, long startNanos, StopSignal stop) {
        ArrivalSchedule whole = ArrivalSchedule.of(test.arrival(), test.softphones(), test.limits(), test.seed());
        try (Runner runner = Rehearsal.runner(test, share, stop)) {
            return runner.trial(TrialPlan.at(startNanos, whole, share.part(), test.hold()))
                    .measurements();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.softphone.loadtest.runner.softphone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.measure.AttemptCounts;
import dev.softphone.loadtest.measure.GroupCounts;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.OutcomeKey.Kind;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.model.KeepAlive;
import dev.softphone.loadtest.model.Retry;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.model.Timeouts;
import dev.softphone.loadtest.plan.RetryPolicy;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.RestAnswer;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftphoneTest {
    private static final Timeouts TIMEOUTS = new Timeouts(
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(10),
            Duration.ofSeconds(32),
            Duration.ofSeconds(32));
    private static final OutcomeKey REFUSED = new OutcomeKey(Kind.REJECTION, Stage.UPGRADE, "http/503");
    private static final RestRequest LOGIN =
            new RestRequest("login", Stage.LOGIN, "GET", URI.create("http://127.0.0.1/"), Map.of(), Optional.empty());
    private static final RestRequest OFFER =
            new RestRequest("call", Stage.MEDIA, "POST", URI.create("http://127.0.0.1/"), Map.of(), Optional.empty());
    private static final OutcomeKey SILENT = new OutcomeKey(Kind.FAILURE, Stage.LOGIN, "timeout/login");

    private final World world = new World(1);

    @Test
    void aRefusedSoftphoneThatGetsInAtItsSecondTryIsConnectedAndBothTriesAreCounted() {
        Softphone softphone = world.softphone(retrying(3));
        softphone.start(0);
        refuse(softphone);
        world.pass(1000);
        world.register(softphone);

        Measurements measured = measured();
        assertThat(measured.softphones().connected()).isOne();
        assertThat(measured.softphones().rejected()).isZero();
        assertThat(measured.attempts()).isEqualTo(new AttemptCounts(1, 1, 0, 1, 1, 0, 0, 0));
        assertThat(outcome(REFUSED).times()).isOne();
        assertThat(outcome(REFUSED).softphones()).as("no final word").isZero();
    }

    @Test
    void whenNoRetryIsLeftTheLastAnswerIsTheFinalWord() {
        Softphone softphone = world.softphone(retrying(1));
        softphone.start(0);
        refuse(softphone);
        world.pass(1000);
        softphone.notOpened(world.connecting, "", "", new Failure("tcp/refused", ""));

        assertThat(measured().softphones().failed()).isOne();
        assertThat(outcome(REFUSED).softphones()).isZero();
        assertThat(outcome(new OutcomeKey(Kind.FAILURE, Stage.UPGRADE, "tcp/refused"))
                        .softphones())
                .isOne();
        assertThat(world.finished).containsExactly(softphone);
    }

    @Test
    void anAnswerToAnEarlierConnectionChangesNothing() {
        Softphone softphone = world.softphone(retrying(3));
        softphone.start(0);
        int first = world.connecting;
        refuse(softphone);
        world.pass(1000);
        Measurements before = measured();

        softphone.opened(first, "10.0.0.1", "10.0.0.2:443");
        softphone.upgradeRefused(first, "", "", Refusal.of("http/429", ""));
        softphone.notOpened(first, "", "", new Failure("tcp/reset", ""));
        softphone.received(first, "ok");
        softphone.closed(first, new Closing("ws/1008", true, ""));

        assertThat(measured().softphones()).isEqualTo(before.softphones());
        assertThat(measured().outcomes()).isEqualTo(before.outcomes());
    }

    @Test
    void theRunsEndLeavesTheLastAnswerOfOneThatWaitsAndCancelsOneInFlight() {
        Softphone waiting = world.softphone(retrying(3));
        waiting.start(0);
        refuse(waiting);
        waiting.drain();
        Softphone inFlight = world.softphone(retrying(3));
        inFlight.start(0);
        inFlight.drain();

        SoftphoneCounts counts = measured().softphones();
        assertThat(counts.rejected()).isOne();
        assertThat(counts.cancelled()).isOne();
        assertThat(counts.inProgress()).isZero();
    }

    @Test
    void anUpgradeWithoutAnAnswerFailsByOurOwnTimerAndNotBefore() {
        Softphone softphone = world.softphone(retrying(0));
        softphone.start(0);
        OutcomeKey timeout = new OutcomeKey(Kind.FAILURE, Stage.UPGRADE, "timeout/upgrade");

        world.pass(14_999);
        assertThat(measured().outcomes()).isEmpty();
        world.pass(2);

        assertThat(outcome(timeout).softphones()).isOne();
        assertThat(outcome(timeout).softphonesSaturated()).isZero();
    }

    @Test
    void aTimeoutThatOverlapsOurOwnStallIsOursAndARefusalThatDoesIsTheGateways() {
        Softphone silent = world.softphone(retrying(0));
        silent.start(0);
        world.stall(2_000);
        world.pass(14_000);
        Softphone refused = world.softphone(retrying(0));
        refused.start(world.nowNanos());
        world.stall(2_000);
        refuse(refused);
        Softphone reset = world.softphone(retrying(0));
        reset.start(world.nowNanos());
        world.stall(2_000);
        reset.notOpened(world.connecting, "", "", new Failure("tcp/reset", ""));

        assertThat(outcome(new OutcomeKey(Kind.FAILURE, Stage.UPGRADE, "timeout/upgrade"))
                        .softphonesSaturated())
                .isOne();
        assertThat(outcome(REFUSED).softphonesSaturated()).isZero();
        assertThat(outcome(new OutcomeKey(Kind.FAILURE, Stage.UPGRADE, "tcp/reset"))
                        .softphonesSaturated())
                .isZero();
    }

    @Test
    void aLossAfterRegisteringIsADropAndComingBackDoesNotCountTwice() {
        Softphone softphone = world.softphone(retrying(3));
        softphone.start(0);
        world.register(softphone);
        world.pass(5_000);
        softphone.closed(world.connecting, new Closing("tcp/eof", false, ""));
        assertThat(measured().softphones().connectedNow()).isZero();
        world.pass(1_000);
        world.register(softphone);
        softphone.closed(world.connecting, new Closing("tcp/eof", false, ""));

        SoftphoneCounts counts = measured().softphones();
        assertThat(counts.connected()).isOne();
        assertThat(counts.droppedAfterConnect()).isOne();
        assertThat(outcome(new OutcomeKey(Kind.DROP, Stage.ESTABLISHED, "tcp/eof"))
                        .times())
                .isEqualTo(2);
        assertThat(measured().localAddresses()).isEqualTo(Map.of("10.0.0.1", new GroupCounts(1, 1, 0, 0, 1)));
    }

    @Test
    void oneMorePongMissedThanAllowedIsADrop() {
        Softphone softphone = world.softphone(retrying(0));
        softphone.start(0);
        world.register(softphone);
        OutcomeKey lost = new OutcomeKey(Kind.DROP, Stage.ESTABLISHED, "timeout/pong");

        world.pass(14_000 + 2 * 15_000 + 10);

        assertThat(outcome(lost).softphones()).isOne();
    }

    @Test
    void pongsKeepItRegistered() {
        Softphone softphone = world.softphone(retrying(0));
        softphone.start(0);
        world.register(softphone);
        for (int i = 0; i < 100; i++) {
            world.pass(2_000);
            softphone.pongReceived(world.connecting);
        }

        assertThat(softphone.isRegistered()).isTrue();
        assertThat(measured().outcomes()).isEmpty();
    }

    @Test
    void anXmppPingRestsForAnIntervalAfterAMissAsTheSdkDoes() {
        Softphone softphone = pinging(KeepAlive.Kind.XmppPing);

        world.pass(13_900);
        assertThat(world.sent).doesNotContain("ping");
        world.pass(200);
        assertThat(world.sent).containsOnlyOnce("ping");
        world.pass(15_000 + 13_800);
        assertThat(world.sent).containsOnlyOnce("ping");
        softphone.received(world.connecting, "pong");
        world.pass(200);
        assertThat(world.sent).filteredOn("ping"::equals).hasSize(2);
        world.pass(14_800);
        assertThat(softphone.isRegistered()).isTrue();
        world.pass(200);

        assertThat(softphone.isRegistered()).as("58 s after the last answer").isFalse();
        assertThat(outcome(new OutcomeKey(Kind.DROP, Stage.ESTABLISHED, "timeout/pong"))
                        .detail())
                .contains("2 pings in a row unanswered");
    }

    @Test
    void whereTheServerPingsTheEngineDoesSoOnlyWhenTold() {
        Softphone softphone = pinging(KeepAlive.Kind.ServerPing);
        world.pass(100_000);
        assertThat(world.sent).doesNotContain("ping");
        softphone.pingOurselves();
        world.pass(14_100);
        assertThat(world.sent).containsOnlyOnce("ping");
    }

    @Test
    void aSetbackIsCountedAndEndsNothing() {
        Softphone softphone = world.softphone(retrying(0));
        softphone.start(0);
        softphone.setback(Stage.LOGIN, Refusal.of("http/429", "slow down"));
        softphone.setback(Stage.LOGIN, Refusal.of("http/429", "slow down"));
        world.register(softphone);
        softphone.setback(Stage.ESTABLISHED, Refusal.of("xmpp/429", ""));

        assertThat(softphone.isRegistered()).isTrue();
        assertThat(outcome(new OutcomeKey(Kind.REJECTION, Stage.LOGIN, "http/429")))
                .satisfies(count -> {
                    assertThat(count.times()).isEqualTo(2);
                    assertThat(count.softphones()).isZero();
                });
        assertThat(outcome(new OutcomeKey(Kind.REJECTION, Stage.ESTABLISHED, "xmpp/429"))
                        .times())
                .isOne();
        assertThat(measured().attempts().rejected()).isZero();
        assertThat(measured().balanced()).isTrue();
    }

    @Test
    void whoeverWaitsToAskAgainWhenTheRunEndsCountsByTheAnswerItHad() {
        Softphone softphone = world.softphone(retrying(0));
        softphone.start(0);
        softphone.setback(Stage.LOGIN, Refusal.of("http/429", "slow down"));
        softphone.drain();

        assertThat(measured().softphones().rejected()).isOne();
        assertThat(measured().attempts().rejected()).isOne();
        assertThat(measured().balanced()).isTrue();
        assertThat(outcome(new OutcomeKey(Kind.REJECTION, Stage.LOGIN, "http/429")))
                .satisfies(count -> {
                    assertThat(count.times()).isOne();
                    assertThat(count.softphones()).isOne();
                });

        Softphone asking = world.softphone(retrying(0));
        asking.start(0);
        asking.setback(Stage.LOGIN, Refusal.of("http/429", "slow down"));
        asking.rest(new RestRequest(
                "again", Stage.LOGIN, "GET", URI.create("http://127.0.0.1/"), Map.of(), Optional.empty()));
        asking.drain();
        assertThat(measured().softphones().cancelled()).isOne();
    }

    @Test
    void aRestCallWithoutAnAnswerEndsTheAttemptWhereTheSessionDoesNotGoOn() {
        Softphone softphone = world.softphone(retrying(0));
        softphone.start(0);
        softphone.rest(LOGIN);
        world.pass(10_001);

        assertThat(outcome(SILENT).softphones()).isOne();
        assertThat(measured().attempts().failed()).isOne();
    }

    @Test
    void whatACallWaitsForTheQuotaOfItsTokenIsNoTimeOfAnyStageNorOfTheHandshake() {
        Softphone softphone = world.softphone(retrying(0));
        softphone.start(0);
        softphone.rest(LOGIN);
        softphone.restHeld(world.asked);
        world.pass(11_000);
        assertThat(measured().outcomes())
                .as("its own timer, of 10 s, does not run")
                .isEmpty();
        softphone.restSent(world.asked);
        world.pass(1_000);
        softphone.restAnswered(world.asked, new RestAnswer(200, Map.of(), ""));
        world.register(softphone);

        assertThat(longest(Metric.QUOTA_WAIT)).isEqualTo(11);
        assertThat(longest(Metric.LOGIN)).isEqualTo(1);
        assertThat(longest(Metric.HANDSHAKE)).isEqualTo(1);
        assertThat(longest(Metric.HANDSHAKE_SERVICE)).isEqualTo(1);
    }

    @Test
    void aCallThatIsSentAfterItsWaitHasItsWholeTimeAndOneThatNeverIsLeavesItsWait() {
        Softphone silent = world.softphone(retrying(0));
        silent.start(0);
        silent.rest(LOGIN);
        silent.restHeld(world.asked);
        world.pass(4_000);
        silent.restSent(world.asked);
        world.pass(9_990);
        assertThat(measured().outcomes()).isEmpty();
        world.pass(20);
        assertThat(outcome(SILENT).times()).isOne();

        Softphone waiting = world.softphone(retrying(0));
        waiting.start(world.nowNanos());
        waiting.rest(LOGIN);
        waiting.restHeld(world.asked);
        world.pass(7_000);
        waiting.drain();
        assertThat(measured().softphones().cancelled()).isOne();
        assertThat(longest(Metric.QUOTA_WAIT)).isEqualTo(7);
    }

    @Test
    void aCallThatFailsAfterItsRestCallCountsForWhatItWaitedForThen() {
        for (boolean answered : new boolean[] {true, false}) {
            World other = new World(3);
            other.patient = true;
            Softphone softphone = other.softphone(retrying(0));
            softphone.start(0);
            other.register(softphone);
            softphone.callPlaced();
            softphone.rest(OFFER);
            if (answered) {
                softphone.restAnswered(other.asked, new RestAnswer(200, Map.of(), ""));
            } else {
                softphone.restBroken(other.asked, new Failure("tcp/eof", ""));
            }
            softphone.callFailed("timeout/established", "");
            assertThat(other.tally.freeze(0).outcomes())
                    .containsKey(new OutcomeKey(Kind.FAILURE, Stage.ESTABLISHED, "timeout/established"));
        }
        Softphone refused = world.softphone(retrying(0));
        refused.start(0);
        world.register(refused);
        refused.callPlaced();
        refused.rest(OFFER);
        refused.callRejected(Refusal.of("http/409", ""));
        assertThat(measured().outcomes())
                .as("the answer to the REST call itself")
                .containsKey(new OutcomeKey(Kind.REJECTION, Stage.MEDIA, "http/409"));
    }

    /** In seconds, for a histogram rounds. */
    private long longest(Metric metric) {
        return Math.round(
                Objects.requireNonNull(measured().histograms().get(metric)).max() / 1_000_000.0);
    }

    @Test
    void aRestCallWithoutAnAnswerIsASetbackWhereTheSessionGoesOn() {
        world.patient = true;
        Softphone softphone = world.softphone(retrying(0));
        softphone.start(0);
        softphone.rest(LOGIN);
        world.stall(5_000);
        world.pass(5_001);
        assertThat(outcome(SILENT)).satisfies(silent -> {
            assertThat(silent.times()).isOne();
            assertThat(silent.softphones()).isZero();
            assertThat(silent.timesSaturated())
                    .as("half of the wait was our own")
                    .isOne();
        });
        assertThat(measured().attempts().failed()).isZero();
        softphone.restAnswered(world.asked, new RestAnswer(200, Map.of(), ""));
        softphone.restBroken(world.asked, new Failure("tcp/eof", ""));
        assertThat(measured().outcomes()).as("too late to be told").hasSize(1);

        softphone.drain();

        assertThat(measured().softphones().failed()).isOne();
        assertThat(measured().attempts().failed()).isOne();
        assertThat(outcome(SILENT).softphones()).isOne();
        assertThat(outcome(SILENT).softphonesSaturated()).isOne();
        assertThat(measured().balanced()).isTrue();
    }

    @Test
    void aRestCallOfOneWhoIsRegisteredHasItsTimerToo() {
        world.patient = true;
        Softphone softphone = world.softphone(retrying(0));
        softphone.start(0);
        world.register(softphone);
        softphone.rest(LOGIN);
        world.pass(10_001);

        assertThat(softphone.isRegistered()).isTrue();
        assertThat(outcome(SILENT).times()).isOne();
    }

    @Test
    void silenceThatTheSessionEndsIsOursWhereWeStoodStillDuringIt() {
        for (boolean ours : new boolean[] {true, false}) {
            World other = new World(2);
            other.stall(60_000);
            Softphone softphone = pinging(other, KeepAlive.Kind.ServerPing);
            other.pass(1_000);
            softphone.received(other.connecting, "pong");
            if (ours) {
                other.stall(4_000);
            }
            other.pass(ours ? 31_000 : 35_000);
            softphone.failed(Stage.ESTABLISHED, "timeout/pong", "nothing came in");

            assertThat(other.tally
                            .freeze(other.nowNanos())
                            .outcomes()
                            .get(new OutcomeKey(Kind.DROP, Stage.ESTABLISHED, "timeout/pong")))
                    .isNotNull()
                    .extracting(OutcomeCount::softphonesSaturated)
                    .isEqualTo(ours ? 1L : 0L);
        }
    }

    @Test
    void anEstablishedCallGoesOnWithoutItsConnectionWhereTheSessionSaysSo() {
        for (boolean patient : new boolean[] {true, false}) {
            World other = new World(3);
            other.patient = patient;
            Softphone softphone = other.softphone(retrying(3));
            softphone.start(0);
            other.register(softphone);
            softphone.callPlaced();
            softphone.callEstablished();
            softphone.closed(other.connecting, new Closing("tcp/eof", false, ""));
            assertThat(other.calls().establishedNow()).isEqualTo(patient ? 1 : 0);
            assertThat(other.calls().droppedAfterEstablished()).isEqualTo(patient ? 0 : 1);
            other.pass(1_000);
            other.register(softphone);
            softphone.callEnded(true);
            assertThat(other.calls().establishedNow()).isZero();
            assertThat(other.calls().droppedAfterEstablished()).isEqualTo(patient ? 0 : 1);
        }
    }

    @Test
    void aCallThatOutlivedItsConnectionIsDroppedWhenNoOtherFollows() {
        world.patient = true;
        Softphone softphone = world.softphone(retrying(0));
        softphone.start(0);
        world.register(softphone);
        softphone.callPlaced();
        softphone.callEstablished();
        softphone.closed(world.connecting, new Closing("tcp/eof", false, ""));

        assertThat(softphone.isDone()).isTrue();
        assertThat(world.calls().establishedNow()).isZero();
        assertThat(world.calls().droppedAfterEstablished()).isOne();
    }

    private Softphone pinging(KeepAlive.Kind kind) {
        return pinging(world, kind);
    }

    private static Softphone pinging(World world, KeepAlive.Kind kind) {
        Behaviour usual = retrying(0);
        KeepAlive keepAlive = new KeepAlive(kind, Duration.ofSeconds(14), Duration.ofSeconds(15), 1, 0);
        Softphone softphone = world.softphone(
                new Behaviour(usual.retry(), keepAlive, TIMEOUTS, 1, 0, 0, World.MILLI, Optional.empty()));
        softphone.start(0);
        world.register(softphone);
        return softphone;
    }

    /** Whatever happens in whatever order, every softphone and every attempt is accounted for at every moment. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void bothEquationsHoldAtEveryMoment(long seed) {
        World any = new World(seed);
        SplittableRandom random = new SplittableRandom(seed);
        List<Softphone> softphones = new ArrayList<>();
        Behaviour behaviour = random.nextBoolean() ? retrying(2) : retrying(2).cycling(3, 5_000 * World.MILLI, 1000);
        for (int i = 0; i < 20; i++) {
            softphones.add(any.softphone(behaviour));
        }
        for (int step = 0; step < 500; step++) {
            Softphone one = softphones.get(random.nextInt(softphones.size()));
            // A number that belongs to its latest connection more often than not.
            int connection = Math.max(0, any.connecting - random.nextInt(2));
            switch (random.nextInt(9)) {
                case 0 -> {
                    int started =
                            (int) any.tally.counts(any.nowNanos()).softphones().started();
                    if (started < softphones.size()) {
                        softphones.get(started).start(any.nowNanos());
                    }
                }
                case 1 -> one.opened(connection, "10.0.0." + random.nextInt(3), "10.0.1.1:443");
                case 2 -> one.received(connection, random.nextInt(4) == 0 ? "no" : "ok");
                case 3 -> one.upgradeRefused(connection, "10.0.0.1", "", Refusal.of("http/503", ""));
                case 4 -> one.notOpened(connection, "", "", new Failure("tcp/reset", ""));
                case 5 -> one.closed(connection, new Closing("ws/1001", true, ""));
                case 6 -> one.pongReceived(connection);
                case 7 -> any.stall(random.nextInt(500));
                default -> any.pass(random.nextInt(3_000));
            }
            assertBalanced(any, seed, step);
        }
        softphones.forEach(Softphone::drain);
        any.pass(20_000);

        assertBalanced(any, seed, -1);
        SoftphoneCounts end = any.tally.freeze(any.nowNanos()).softphones();
        assertThat(end.inProgress()).as("seed " + seed).isZero();
        assertThat(end.connectedNow()).as("seed " + seed).isZero();
        assertThat(end.started()).as("seed " + seed).isGreaterThan(0);
    }

    private static void assertBalanced(World any, long seed, int step) {
        Measurements now = any.tally.freeze(any.nowNanos());
        assertThat(now.balanced())
                .as("seed " + seed + " step " + step + " " + now.softphones() + " " + now.attempts())
                .isTrue();
        long grouped = now.organizations().values().stream()
                .mapToLong(GroupCounts::connected)
                .sum();
        assertThat(grouped)
                .as("seed " + seed + " step " + step)
                .isEqualTo(now.softphones().connected());
    }

    private static Behaviour retrying(int retries) {
        Duration second = Duration.ofSeconds(1);
        Retry retry =
                new Retry(Retry.Profile.Custom, second, 100, second, Retry.Jitter.None, retries, false, List.of());
        KeepAlive keepAlive =
                new KeepAlive(KeepAlive.Kind.WebSocketPing, Duration.ofSeconds(14), Duration.ofSeconds(15), 1, 0);
        return new Behaviour(RetryPolicy.of(retry), keepAlive, TIMEOUTS, 1, 0, 0, World.MILLI, Optional.empty());
    }

    private void refuse(Softphone softphone) {
        softphone.upgradeRefused(world.connecting, "10.0.0.1", "10.0.0.2:443", Refusal.of("http/503", ""));
    }

    private Measurements measured() {
        return world.tally.freeze(world.nowNanos());
    }

    private OutcomeCount outcome(OutcomeKey key) {
        return Objects.requireNonNull(
                measured().outcomes().get(key),
                () -> key + " not in " + measured().outcomes());
    }
}

package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.RunFixture.failure;
import static dev.softphone.loadtest.verdict.RunFixture.rejection;
import static dev.softphone.loadtest.verdict.RunFixture.saturated;
import static dev.softphone.loadtest.verdict.RunFixture.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.model.Stage;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DiagnosisTest {

    private static final List<String> ANSWERS = List.of(
            "http/400",
            "http/401",
            "http/403",
            "http/404",
            "http/429",
            "http/500",
            "http/502",
            "http/503",
            "http/504",
            "sip/401",
            "sip/403",
            "sip/408",
            "sip/480",
            "sip/488",
            "sip/503",
            "sip/504",
            "ws/1000",
            "ws/1001",
            "ws/1008",
            "ws/1011",
            "ws/1013",
            "app/429",
            "app/504",
            "app/teapot");
    private static final List<String> SILENCES = List.of(
            "tcp/eof",
            "tcp/reset",
            "tcp/refused",
            "tcp/timeout",
            "tls/handshake",
            "dns/timeout",
            "timeout/upgrade",
            "timeout/register",
            "local/EMFILE",
            "local/EADDRNOTAVAIL",
            "local/busy",
            "protocol/sip");

    @Test
    void whateverHappensIsExplainedOnceAndNoSoftphoneTwice() {
        for (long seed = 0; seed < 60; seed++) {
            Evidence evidence = anything(seed);

            List<Cause> causes = Diagnosis.explain(evidence);

            long notConnected = evidence.measurements().softphones().rejected()
                    + evidence.measurements().softphones().failed();
            assertThat(causes.stream().mapToLong(Cause::softphones).sum())
                    .as("seed %d: %s", seed, causes)
                    .isEqualTo(notConnected);
        }
    }

    @Test
    void everyCauseIsFitToPrint() {
        for (long seed = 0; seed < 60; seed++) {
            for (Cause cause : Diagnosis.explain(anything(seed))) {
                assertThat(cause.evidence())
                        .as("seed %d, %s", seed, cause.type())
                        .isNotEmpty();
                assertThat(cause.evidence().stream().mapToInt(String::length).sum())
                        .as("seed %d, %s", seed, cause.type())
                        .isLessThanOrEqualTo(512);
                assertThat(cause.evidence())
                        .as("seed %d, %s", seed, cause.type())
                        .allMatch(sentence -> sentence.endsWith(".") && sentence.matches("(?s)[A-Z0-9].*"));
                assertThat(cause.remedy()).as("seed %d, %s", seed, cause.type()).endsWith(".");
                assertThat(String.join(" ", cause.evidence()) + cause.remedy())
                        .as("seed %d, %s", seed, cause.type())
                        .doesNotContain("  ", "Optional", "..");
            }
        }
    }

    @Test
    void theGeneratorIsNeverBlamedForAnAnswer() {
        for (long seed = 0; seed < 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Cause> causes = EvidenceFixture.of(RunFixture.of(200)
                            .rampUp(60)
                            .gateway(attempt -> random.nextInt(3) == 0
                                    ? saturated(rejection(stage(random), ANSWERS.get(random.nextInt(ANSWERS.size()))))
                                    : null))
                    .causes();

            assertThat(causes)
                    .as("seed %d", seed)
                    .noneMatch(cause -> cause.type().name().startsWith("Generator"));
        }
    }

    @Test
    void whatNoRuleKnowsIsSaidAsItWasSeen() {
        List<Cause> causes = EvidenceFixture.of(RunFixture.of(100)
                        .rampUp(10)
                        .gateway(attempt -> attempt.softphone() % 10 == 1
                                ? saying(rejection(Stage.REGISTER, "sip/420"), "Bad Extension", Map.of())
                                : null))
                .causes();

        assertThat(causes).extracting(Cause::type).containsExactly(CauseType.Unexplained);
        assertThat(causes.get(0).evidence().get(0)).contains("register sip/420 ×10");
        assertThat(causes.get(0).evidence()).anyMatch(sentence -> sentence.contains("\"Bad Extension\""));
    }

    @Test
    void anUnknownFaultOfTheGeneratorIsStillCalledItsOwn() {
        List<Cause> causes = EvidenceFixture.of(RunFixture.of(100)
                        .rampUp(10)
                        .gateway(attempt ->
                                attempt.softphone() % 10 == 1 ? failure(Stage.UPGRADE, "local/ENOBUFS") : null))
                .causes();

        assertThat(causes).extracting(Cause::type).containsExactly(CauseType.Unexplained);
        assertThat(causes.get(0).evidence()).anyMatch(sentence -> sentence.contains("the generator's own fault"));
    }

    @Test
    void aPreflightThatKeptEveryoneFromStartingSpeaksForThem() {
        OutcomeKey denied = new OutcomeKey(OutcomeKey.Kind.REJECTION, Stage.REGISTER, "sip/403");
        List<Cause> causes = EvidenceFixture.of(JudgeTest.notStarted(100))
                .preflightEndedWith(denied, "Forbidden")
                .causes();

        assertThat(causes).extracting(Cause::type).containsExactly(CauseType.AuthRejected);
        assertThat(causes.get(0).softphones()).isEqualTo(100);
    }

    @Test
    void aLostRunnerIsNamedBesideWhatIsKnown() {
        List<Cause> causes = EvidenceFixture.of(
                        RunFixture.of(480).rampUp(60).run().plus(JudgeTest.allLost(20)))
                .coverage(25, 24, 1)
                .causes();

        assertThat(causes).extracting(Cause::type).containsExactly(CauseType.RunnersLost);
        assertThat(causes.get(0).softphones()).isEqualTo(20);
    }

    private static Evidence anything(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int refusing = 1 + random.nextInt(80);
        return EvidenceFixture.of(RunFixture.of(300)
                        .rampUp(random.nextInt(2) * 60L)
                        .retries(random.nextInt(3), 1_000)
                        .organizations("acme", "blue")
                        .gateway(attempt -> random.nextInt(100) < refusing ? any(random) : null))
                .build();
    }

    private static RunFixture.Refusal any(SplittableRandom random) {
        if (random.nextBoolean()) {
            return rejection(stage(random), ANSWERS.get(random.nextInt(ANSWERS.size())));
        }
        RunFixture.Refusal silent = failure(stage(random), SILENCES.get(random.nextInt(SILENCES.size())));
        return !silent.key().local() && random.nextInt(4) == 0 ? saturated(silent) : silent;
    }

    private static Stage stage(SplittableRandom random) {
        List<Stage> stages = List.of(Stage.TOKEN, Stage.LOGIN, Stage.UPGRADE, Stage.AUTH, Stage.REGISTER);
        return stages.get(random.nextInt(stages.size()));
    }
}

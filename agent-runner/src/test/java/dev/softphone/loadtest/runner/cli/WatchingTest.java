package dev.softphone.loadtest.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.runner.RefusedException;
import dev.softphone.loadtest.runner.serve.ApiException;
import dev.softphone.loadtest.runner.serve.WatchedTest;
import dev.softphone.loadtest.runner.terminal.ProgressView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final WatchedTest.Seen UNSEEN = new WatchedTest.Seen(JsonNodeFactory.instance.objectNode(), null);
    private static final WatchedTest.Seen RUNNING = seen(Map.of("phase", "Running"));
    private static final WatchedTest.Seen FINISHED =
            seen(Map.of("phase", "Finished", "finishedAt", "2026-11-21T10:05:00Z"));

    private final List<String> said = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();
    private Instant now = START;

    @Test
    void aTestThatNoOperatorLooksAtIsSaidToBeOneAndRefusedAfterAMinute() {
        assertThatThrownBy(() -> watch(UNSEEN, () -> UNSEEN))
                .isInstanceOf(RefusedException.class)
                .hasMessage("calls/login: required a test that an operator looks at, observed one without a status for"
                        + " 60 s");
        assertThat(said).containsExactly("No operator has looked at calls/login yet.");
        assertThat(passed()).isEqualTo(Duration.ofMinutes(1));
        assertThat(shown).isEmpty();
    }

    @Test
    void aTestIsShownFromItsFirstStatusToItsEnd() throws Exception {
        Iterator<WatchedTest.Seen> looks =
                List.of(UNSEEN, UNSEEN, RUNNING, RUNNING, FINISHED).iterator();

        Watching.Looked over = watch(looks.next(), looks::next);

        assertThat(over.status()).isEqualTo(FINISHED.status());
        assertThat(said).containsExactly("No operator has looked at calls/login yet.");
        assertThat(shown).containsExactly("Running", "Running", "Finished", "closed");
    }

    @Test
    void whoIsDeniedInTheMiddleIsToldSoAtOnce() {
        assertThatThrownBy(() -> watch(RUNNING, () -> {
                    throw new ApiException("API server: Unauthorized", new IOException(), true);
                }))
                .isInstanceOf(RefusedException.class)
                .hasMessage("calls/login: required an answer of the API server, observed API server: Unauthorized");
        assertThat(passed()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void fiveMinutesWithoutAnAnswerAreBorneAndNoMore() {
        Duration answered = Duration.ofSeconds(200);

        assertThatThrownBy(() -> watch(RUNNING, () -> passed().equals(answered) ? RUNNING : noAnswer()))
                .isInstanceOf(RefusedException.class)
                .hasMessage("calls/login: required an answer of the API server within 5 min, observed no route");
        assertThat(passed()).isEqualTo(answered.plusSeconds(1).plusMinutes(5));
        assertThat(shown).startsWith("Running", "Running, no route").endsWith("closed");
    }

    @Test
    void whereNobodyAnswersItIsNotSaidThatNoOperatorLooks() {
        assertThatThrownBy(() -> watch(UNSEEN, WatchingTest::noAnswer))
                .isInstanceOf(RefusedException.class)
                .hasMessage("calls/login: required an answer of the API server within 5 min, observed no route");
        assertThat(said).containsExactly("No operator has looked at calls/login yet.", "calls/login: no route");
    }

    private Watching.Looked watch(WatchedTest.Seen first, Watching.Source source)
            throws RefusedException, InterruptedException {
        Watching.Time time = new Watching.Time() {
            @Override
            public Instant now() {
                return now;
            }

            @Override
            public void pass(Duration duration) {
                now = now.plus(duration);
                assertThat(passed()).as("otherwise for ever").isLessThan(Duration.ofHours(1));
            }
        };
        return new Watching("calls/login", source, time, said::add).untilOver(first, View::new);
    }

    private Duration passed() {
        return Duration.between(START, now);
    }

    private static WatchedTest.Seen noAnswer() throws ApiException {
        throw new ApiException("no route", new IOException());
    }

    private static WatchedTest.Seen seen(Map<String, String> status) {
        return new WatchedTest.Seen(
                JsonNodeFactory.instance.objectNode(), JSON.convertValue(status, SoftphoneLoadTestStatus.class));
    }

    private final class View implements ProgressView {
        @Override
        public void phase(Phase phase, String note) {}

        @Override
        public void progress(Measurements measurements, long elapsedMillis, long expectedMillis, long scheduled) {}

        @Override
        public void seen(SoftphoneLoadTestStatus status, String trouble, Instant time) {
            shown.add(status.phase() + (trouble.isEmpty() ? "" : ", " + trouble));
        }

        @Override
        public void close() {
            shown.add("closed");
        }
    }
}

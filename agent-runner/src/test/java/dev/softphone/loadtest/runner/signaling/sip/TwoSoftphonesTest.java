package dev.softphone.loadtest.runner.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.CallPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwoSoftphonesTest {
    private static final CallPlan PLAN = Softphones.plan(CallPlan.Originator.Peer);
    private static final Path TRANSCRIPTS = Path.of("src/test/resources/sip-transcripts");

    /** What a softphone may report of its calls, one after the other; of one that we cut off, nothing more. */
    private static final Pattern REPORTS =
            Pattern.compile("(cut |placed (progressed )?((rejected|failed|cut|established (cut )?ended) )?)*");

    private static final Pattern REPORTS_OPEN = Pattern.compile("(placed|progressed|established) $");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void talkAndHangUpInEitherDirection(boolean challenging) {
        TestProxy proxy = new TestProxy(challenging);
        TestProxy.Line caller = proxy.connect("u1", 1, PLAN);
        TestProxy.Line callee = proxy.connect("u2", 2, PLAN);

        for (TestProxy.Line first : List.of(caller, callee)) {
            TestProxy.Line second = first == caller ? callee : caller;
            call(proxy, first, second);
            assertThat(reports(first)).isEqualTo("placed progressed established ");
            first.session.endCall(first.wire);
            proxy.settle();
            assertThat(reports(first)).isEqualTo("placed progressed established ended ");

            call(proxy, first, second);
            second.session.endCall(second.wire);
            proxy.settle();
            assertThat(reports(first))
                    .isEqualTo("placed progressed established ended placed progressed established ended ");
            first.wire.takeEffects();
            second.wire.takeEffects();
        }
    }

    @Test
    void calleeRingsNoMoreAfterACancel() {
        TestProxy proxy = new TestProxy(true);
        TestProxy.Line caller = proxy.connect("u1", 1, PLAN);
        TestProxy.Line callee = proxy.connect("u2", 2, PLAN);
        caller.session.placeCall(Softphones.identity("u2"), caller.wire);
        proxy.settle();
        caller.session.endCall(caller.wire);
        proxy.settle();

        assertThat(reports(caller)).isEqualTo("placed progressed ");
        assertThat(callee.wire.timers).doesNotContainKey(SipTimers.CALL);
        call(proxy, callee, caller);
        assertThat(reports(callee)).isEqualTo("placed progressed established ");
    }

    @Test
    void callerHearsThatTheCalleeIsBusyOrGone() {
        TestProxy proxy = new TestProxy(false);
        TestProxy.Line caller = proxy.connect("u1", 1, PLAN);
        TestProxy.Line callee = proxy.connect("u2", 2, PLAN);
        TestProxy.Line third = proxy.connect("u3", 3, PLAN);
        call(proxy, third, callee);
        caller.session.placeCall(Softphones.identity("u2"), caller.wire);
        proxy.settle();
        assertThat(caller.wire.takeEffects()).contains("call rejected sip/486");

        third.session.leave(third.wire);
        proxy.settle();
        caller.session.placeCall(Softphones.identity("u3"), caller.wire);
        proxy.settle();
        assertThat(caller.wire.takeEffects()).contains("call rejected sip/404");
    }

    @Test
    void calleeThatCallsItselfIsBusy() {
        TestProxy proxy = new TestProxy(false);
        TestProxy.Line caller = proxy.connect("u1", 1, PLAN);
        caller.session.placeCall(Softphones.identity("u1"), caller.wire);
        proxy.settle();

        assertThat(caller.wire.takeEffects()).contains("call rejected sip/486");
    }

    @Test
    void neverLoseTheLineWhateverComesInWhateverOrder() {
        for (long seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            TestProxy proxy = new TestProxy(random.nextBoolean());
            TestProxy.Line one = proxy.connect("u1", seed * 2, PLAN);
            TestProxy.Line two = proxy.connect("u2", seed * 2 + 1, PLAN);
            List<TestProxy.Line> lines = List.of(one, two);
            for (int step = 0; step < 60; step++) {
                TestProxy.Line line = lines.get(random.nextInt(2));
                switch (random.nextInt(8)) {
                    case 0 -> {
                        if (!REPORTS_OPEN.matcher(reports(line)).find()) {
                            line.session.placeCall(Softphones.identity(line == one ? "u2" : "u1"), line.wire);
                        }
                    }
                    case 1 -> cut(line);
                    case 2 -> fire(line, new ArrayList<>(line.wire.timers.keySet()), random);
                    default -> {
                        if (proxy.waiting() > 0) {
                            proxy.deliver(random.nextInt(100));
                        }
                    }
                }
            }
            lines.forEach(TwoSoftphonesTest::cut);
            proxy.settle();
            for (TestProxy.Line line : lines) {
                for (int i = 0; line.wire.timers.containsKey(SipTimers.RETRANSMIT) && i < 20; i++) {
                    line.session.timer(SipTimers.RETRANSMIT, line.wire);
                    proxy.settle();
                }
                cut(line);
                proxy.settle();
                assertThat(reports(line)).as("seed %d", seed).matches(REPORTS);
                line.wire.takeEffects();
            }
            call(proxy, one, two);
            assertThat(reports(one))
                    .as("seed %d: %s", seed, proxy.transcript)
                    .isEqualTo("placed progressed established ");
        }
    }

    @Test
    void speakAsTheTranscriptsSay() throws IOException {
        TestProxy proxy = new TestProxy(true);
        TestProxy.Line caller = proxy.connect("u1", 1, PLAN);
        compare("register-with-digest", proxy);
        TestProxy.Line callee = proxy.connect("u2", 2, PLAN);
        proxy.transcript.clear();
        call(proxy, caller, callee);
        caller.session.endCall(caller.wire);
        proxy.settle();
        compare("call-answered", proxy);
        caller.session.placeCall(Softphones.identity("u2"), caller.wire);
        proxy.settle();
        caller.session.endCall(caller.wire);
        proxy.settle();
        compare("call-cancelled", proxy);
        caller.session.leave(caller.wire);
        proxy.settle();
        compare("unregister", proxy);
    }

    /** Run once with {@code -Dtranscripts.write=true} after a change that is meant; read the difference. */
    private static void compare(String name, TestProxy proxy) throws IOException {
        Path file = TRANSCRIPTS.resolve(name + ".txt");
        String spoken = proxy.transcript.stream()
                .filter(message -> message.startsWith("u1 "))
                .collect(Collectors.joining("\n"))
                .replace("\r\n", "\n");
        proxy.transcript.clear();
        if (Boolean.getBoolean("transcripts.write")) {
            Files.createDirectories(TRANSCRIPTS);
            Files.writeString(file, spoken);
        }
        assertThat(spoken).isEqualTo(Files.readString(file));
    }

    private static void call(TestProxy proxy, TestProxy.Line caller, TestProxy.Line callee) {
        caller.session.placeCall(Softphones.identity(callee.name), caller.wire);
        proxy.settle();
        callee.session.timer(SipTimers.CALL, callee.wire);
        proxy.settle();
    }

    /** Ends the call, if any, as the engine does, and leaves a mark of that among the reports. */
    private static void cut(TestProxy.Line line) {
        line.wire.effects.add("call cut");
        line.session.endCall(line.wire);
    }

    private static void fire(TestProxy.Line line, List<Integer> timers, SplittableRandom random) {
        timers.remove((Integer) SipTimers.REFRESH_TIMEOUT);
        if (!timers.isEmpty()) {
            int timer = timers.get(random.nextInt(timers.size()));
            line.wire.timers.remove(timer);
            line.session.timer(timer, line.wire);
        }
    }

    private static String reports(TestProxy.Line line) {
        StringBuilder reports = new StringBuilder();
        for (String effect : line.wire.effects) {
            if (effect.startsWith("call ")) {
                reports.append(effect.split(" ", -1)[1]).append(' ');
            }
        }
        return reports.toString();
    }
}

package dev.softphone.loadtest.runner.softphone;

import dev.softphone.loadtest.measure.CallCounts;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.RestAnswer;
import dev.softphone.loadtest.runner.signaling.RestFailure;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import dev.softphone.loadtest.runner.signaling.SignalingSession;
import dev.softphone.loadtest.runner.signaling.UpgradeRequest;
import dev.softphone.loadtest.runner.signaling.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A clock that stands until it is moved, and a gateway that answers when the test says so. */
final class World implements Effects {
    static final long MILLI = 1_000_000;

    /** Registers with what it is told: {@code ok}, {@code no}, {@code pong}; leaves at once. */
    private final class Told implements SignalingSession {
        @Override
        public void begin(Wire wire) {
            wire.connect(new UpgradeRequest("/", Map.of()));
        }

        @Override
        public void restAnswered(RestRequest asked, RestAnswer answer, Wire wire) {
            wire.stageDone(asked.stage());
        }

        @Override
        public boolean restFailed(RestFailure failure, Wire wire) {
            if (patient) {
                wire.setback(failure);
            }
            return patient;
        }

        @Override
        public boolean connectionLost() {
            return patient;
        }

        @Override
        public void opened(Wire wire) {
            wire.stageBegins(Stage.REGISTER);
            wire.send("register");
        }

        @Override
        public void received(String message, Wire wire) {
            switch (message) {
                case "ok" -> wire.registered();
                case "no" -> wire.rejected(Stage.REGISTER, Refusal.of("sip/503", ""));
                case "pong" -> wire.pong();
                default -> throw new IllegalArgumentException(message);
            }
        }

        @Override
        public void timer(int timer, Wire wire) {}

        @Override
        public void ping(Wire wire) {
            wire.send("ping");
        }

        @Override
        public void placeCall(@Nullable Identity callee, Wire wire) {}

        @Override
        public void endCall(Wire wire) {}

        @Override
        public void leave(Wire wire) {
            wire.left();
        }
    }

    private final SplittableRandom random;
    private final TimerWheel wheel = new TimerWheel(MILLI, 1024, 0);
    private long now;
    private long saturated;

    final Tally tally = new Tally(0);
    final Transcripts transcripts = new Transcripts(this, (softphone, text) -> text);
    final List<String> sent = new ArrayList<>();
    final List<Softphone> finished = new ArrayList<>();
    /** The connection that was asked for last, or -1. */
    int connecting = -1;
    /** The ticket of the REST call that was made last, or -1. */
    int asked = -1;
    /** Whether sessions go on where REST is silent, and calls where the connection is lost. */
    boolean patient;

    World(long seed) {
        random = new SplittableRandom(seed);
    }

    Softphone softphone(Behaviour behaviour) {
        Identity identity = new Identity("alice", Optional.of("cyan"), Map.of());
        return new Softphone(0, identity, new Told(), behaviour, this, tally, 0, transcripts);
    }

    void pass(long millis) {
        for (long end = now + millis * MILLI; now < end; ) {
            now += MILLI;
            wheel.advance(now);
        }
    }

    /** The event loop stood still for so long, and knows it. */
    void stall(long millis) {
        now += millis * MILLI;
        saturated += millis * MILLI;
        wheel.advance(now);
    }

    CallCounts calls() {
        return tally.freeze(now).calls();
    }

    void open(Softphone softphone) {
        softphone.opened(connecting, "10.0.0.1", "10.0.0.2:443");
    }

    void register(Softphone softphone) {
        open(softphone);
        softphone.received(connecting, "ok");
    }

    @Override
    public long nowNanos() {
        return now;
    }

    @Override
    public long epochMillis() {
        return now / MILLI;
    }

    @Override
    public void rest(Softphone softphone, int ticket, RestRequest request) {
        asked = ticket;
    }

    @Override
    public void restAside(Softphone softphone, RestRequest request) {}

    @Override
    public void connect(Softphone softphone, int connection, UpgradeRequest request, long limitNanos) {
        connecting = connection;
    }

    @Override
    public void send(Softphone softphone, String message) {
        sent.add(message);
    }

    @Override
    public void ping(Softphone softphone) {}

    @Override
    public void close(Softphone softphone) {}

    @Override
    public void abandon(Softphone softphone) {}

    @Override
    public void start(TimerWheel.Timer timer, long dueNanos) {
        wheel.start(timer, dueNanos);
    }

    @Override
    public void stop(TimerWheel.Timer timer) {
        wheel.stop(timer);
    }

    @Override
    public long reserveConnect(long earliestNanos) {
        return earliestNanos;
    }

    @Override
    public long saturatedNanos() {
        return saturated;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public void registered(Softphone softphone) {}

    @Override
    public void finished(Softphone softphone) {
        finished.add(softphone);
    }
}

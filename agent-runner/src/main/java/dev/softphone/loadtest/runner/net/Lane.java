package dev.softphone.loadtest.runner.net;

import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.plan.ConnectPacer;
import dev.softphone.loadtest.runner.safety.Redactor;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.RestAnswer;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import dev.softphone.loadtest.runner.signaling.UpgradeRequest;
import dev.softphone.loadtest.runner.softphone.Behaviour;
import dev.softphone.loadtest.runner.softphone.Effects;
import dev.softphone.loadtest.runner.softphone.Failure;
import dev.softphone.loadtest.runner.softphone.Softphone;
import dev.softphone.loadtest.runner.softphone.Tally;
import dev.softphone.loadtest.runner.softphone.TimerWheel;
import dev.softphone.loadtest.runner.softphone.Transcripts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One event loop with the softphones it drives: starts them when they are due, performs what they want, tells them what
 * happened. Everything runs on the loop; {@link #call} is the only way in from outside.
 */
@SuppressWarnings({"FutureReturnValueIgnored", "NonAtomicVolatileUpdate"}) // volatile fields have one writer: the loop
public final class Lane implements Effects, Quotas.Loop {
    private static final long TICK_NANOS = 10_000_000L;
    private static final int WHEEL_SLOTS = 4096;
    /** connect() calls of one turn of the loop; the rest waits for the next turn, and the wait counts as lag. */
    private static final int CONNECTS_PER_TURN = 64;

    /** A softphone and when it is to start, since the start of the trial. */
    public record Planned(int number, Identity identity, int step, long offsetNanos) {}

    /** A softphone outside the run's counts, with counts of its own. To be touched on the loop only. */
    public record Single(Softphone softphone, Tally tally, Transcripts transcripts) {}

    private record Due(Softphone softphone, long intendedNanos) {}

    private final ContextInternal context;
    private final LaneSetup setup;
    private final Sockets sockets;
    private final RestCalls restCalls;
    private final RandomGenerator random;
    private final TimerWheel wheel;
    private final Map<Softphone, Link> links = new HashMap<>();
    private final Map<Softphone, List<RestCalls.Call>> calls = new HashMap<>();

    private Tally tally = new Tally(System.nanoTime());
    private Transcripts transcripts;
    private List<Softphone> softphones = List.of();
    private ArrayDeque<Due> arrivals = new ArrayDeque<>();
    private Optional<ConnectPacer> connectPacer = Optional.empty();
    private @Nullable CallDirector director;
    private long startNanos;
    private long nextTickNanos;
    private boolean stopped;
    private int done;

    // Written on the loop, read by the sampler.
    private volatile long saturatedNanos;
    private volatile long lagMaxNanos;
    private volatile int pendingConnects;

    /** Creates a lane on one of the event loops of {@code vertx}. */
    public Lane(Vertx vertx, int number, LaneSetup setup) {
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.setup = setup;
        this.random = new SplittableRandom(setup.test().seed() * 31 + number);
        LoadTest test = setup.test();
        this.sockets = new Sockets(vertx, test, setup.secrets());
        boolean perRequest = test.gateway().signaling() instanceof Gateway.GenericWebSocket generic
                && generic.connections() == Gateway.GenericWebSocket.Connections.PerRequest;
        this.restCalls = new RestCalls(
                vertx,
                test.gateway(),
                perRequest,
                Math.toIntExact(test.timeouts().rest().toMillis()),
                setup.secrets(),
                () -> tally.restConnection(),
                setup.quotas().orElse(null),
                this);
        long now = System.nanoTime();
        this.wheel = new TimerWheel(TICK_NANOS, WHEEL_SLOTS, now);
        this.nextTickNanos = now + TICK_NANOS;
        this.transcripts = new Transcripts(this, setup.redact());
        context.runOnContext(v -> tick());
    }

    /** Runs on the loop and answers with what it returns. Safe from any thread. */
    public <T> CompletableFuture<T> call(Function<Lane, T> task) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        context.runOnContext(v -> {
            try {
                answer.complete(task.apply(this));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    // ---------------------------------------------------------------- on the loop, by call()

    /** A new trial: fresh counts, these softphones. Nothing starts before {@link #begin}. */
    public void plan(List<Planned> planned, List<Long> stepOffsetsMillis, Behaviour behaviour, long startNanos) {
        this.startNanos = startNanos;
        tally = new Tally(startNanos);
        transcripts = new Transcripts(this, setup.redact());
        stepOffsetsMillis.forEach(tally::step);
        softphones = new ArrayList<>(planned.size());
        arrivals = new ArrayDeque<>(planned.size());
        done = 0;
        for (Planned one : planned) {
            Softphone softphone = new Softphone(
                    one.number(),
                    one.identity(),
                    setup.signaling().session(one.identity(), random),
                    behaviour,
                    this,
                    tally,
                    one.step(),
                    transcripts);
            softphones.add(softphone);
            arrivals.add(new Due(softphone, startNanos + one.offsetNanos()));
        }
        lagMaxNanos = 0;
    }

    /** Lets planned softphones start when they are due. */
    public void begin(Optional<ConnectPacer> connects, Optional<ConnectPacer> callPacer) {
        connectPacer = connects;
        director = setup.test()
                .call()
                .map(plan -> new CallDirector(plan, callPacer, startNanos, this))
                .orElse(null);
        if (director != null) {
            softphones.forEach(director::add);
        }
        startDue();
    }

    /** One softphone outside the run's counts: preflight and probes. It starts at once. */
    public Single single(int number, Identity identity, Behaviour behaviour) {
        Tally ownTally = new Tally(nowNanos());
        Transcripts ownTranscripts = new Transcripts(this, setup.redact());
        Softphone softphone = new Softphone(
                number,
                identity,
                setup.signaling().session(identity, random),
                behaviour,
                this,
                ownTally,
                0,
                ownTranscripts);
        softphone.start(nowNanos());
        return new Single(softphone, ownTally, ownTranscripts);
    }

    /** Starts calls that are to start together. */
    public void startCalls() {
        if (director != null) {
            director.go();
        }
    }

    /** Nothing more starts; the registered leave, spread evenly over {@code spreadNanos}. */
    public void drain(long spreadNanos) {
        arrivals.clear();
        if (director != null) {
            director.stop();
        }
        long now = nowNanos();
        List<Softphone> registered = new ArrayList<>();
        for (Softphone softphone : softphones) {
            if (softphone.isRegistered()) {
                registered.add(softphone);
            } else {
                softphone.drain();
            }
        }
        for (int i = 0; i < registered.size(); i++) {
            Softphone softphone = registered.get(i);
            start(
                    new TimerWheel.Timer() {
                        @Override
                        protected void due(long nowNanos) {
                            softphone.drain();
                        }
                    },
                    now + spreadNanos * i / registered.size());
        }
    }

    /** Whether every softphone has had its last word. */
    public boolean finished() {
        return done >= softphones.size();
    }

    /** Lets everything go that is still there; what is registered or leaving counts as it stands. */
    public void dropAll() {
        for (Softphone softphone : softphones) {
            softphone.drain();
            abandon(softphone);
        }
    }

    public Tally tally() {
        return tally;
    }

    public Transcripts transcripts() {
        return transcripts;
    }

    public List<Softphone> softphones() {
        return softphones;
    }

    /** Ends the lane: clients closed, ticking stopped. */
    public void close() {
        stopped = true;
        sockets.close();
        restCalls.close();
    }

    // ---------------------------------------------------------------- read from anywhere

    /** The longest this loop was late since this was asked last. */
    public long takeLagMaxNanos() {
        long max = lagMaxNanos;
        lagMaxNanos = 0;
        return max;
    }

    /** Connects asked for and without a socket yet. */
    public int pendingConnects() {
        return pendingConnects;
    }

    @Override
    public long saturatedNanos() {
        return saturatedNanos;
    }

    // ---------------------------------------------------------------- the loop

    private void tick() {
        long now = nowNanos();
        long late = now - nextTickNanos;
        if (late > 0) {
            tally.record(Metric.LOOP_LAG, late / 1000);
            lagMaxNanos = Math.max(lagMaxNanos, late);
            if (late > SATURATED_NANOS) {
                saturatedNanos += late;
            }
        }
        wheel.advance(now);
        if (stopped) {
            return;
        }
        nextTickNanos = Math.max(nextTickNanos + TICK_NANOS, now + 1);
        later(this::tick, nextTickNanos - nowNanos());
    }

    /** On this loop and within its context: without one, Vert.x would open the next socket on any other loop. */
    @Override
    public void later(Runnable task, long nanos) {
        context.nettyEventLoop().schedule(() -> context.emit(v -> task.run()), nanos, TimeUnit.NANOSECONDS);
    }

    private void startDue() {
        int started = 0;
        while (!arrivals.isEmpty()) {
            Due next = arrivals.peek();
            long wait = next.intendedNanos() - nowNanos();
            if (wait > 0 || started >= CONNECTS_PER_TURN) {
                later(this::startDue, Math.max(0, wait));
                return;
            }
            arrivals.poll();
            started++;
            next.softphone().start(next.intendedNanos());
        }
    }

    // ---------------------------------------------------------------- what softphones want

    @Override
    public long nowNanos() {
        return System.nanoTime();
    }

    @Override
    public long epochMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

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
        return connectPacer
                .map(pacer -> startNanos + pacer.reserve(nowNanos() - startNanos, earliestNanos - startNanos))
                .orElse(earliestNanos);
    }

    @Override
    public void registered(Softphone softphone) {
        if (director != null) {
            director.registered(softphone);
        }
    }

    @Override
    public void finished(Softphone softphone) {
        done++;
    }

    @Override
    public void rest(Softphone softphone, int ticket, RestRequest request) {
        RestCalls.Call call = restCalls.send(request, new RestCalls.Listener() {
            @Override
            public void held() {
                softphone.restHeld(ticket);
            }

            @Override
            public void sent() {
                softphone.restSent(ticket);
            }

            @Override
            public void answered(RestAnswer answer) {
                forgetCallsOver(softphone);
                softphone.restCounted(request, answer);
                softphone.restAnswered(ticket, answer);
            }

            @Override
            public void broken(Throwable cause, @Nullable Witness witness) {
                forgetCallsOver(softphone);
                softphone.restBroken(ticket, ConnectFailures.of(cause, witness));
            }
        });
        if (!call.isOver()) {
            calls.computeIfAbsent(softphone, asking -> new ArrayList<>(1)).add(call);
        }
    }

    private void forgetCallsOver(Softphone softphone) {
        calls.computeIfPresent(softphone, (asking, inFlight) -> {
            inFlight.removeIf(RestCalls.Call::isOver);
            return inFlight.isEmpty() ? null : inFlight;
        });
    }

    @Override
    public void restAside(Softphone softphone, RestRequest request) {
        restCalls.send(request, new RestCalls.Listener() {
            @Override
            public void answered(RestAnswer answer) {
                softphone.restCounted(request, answer);
            }
        });
    }

    @Override
    public void connect(Softphone softphone, int connection, UpgradeRequest request, long limitNanos) {
        try (Witness.Opening opening = Witness.opening()) {
            Future<WebSocket> upgrade = sockets.connect(softphone.number(), request, limitNanos / 1_000_000);
            int pending = opening.witness() == null ? 1 : 0; // no socket yet: the client holds it back
            pendingConnects += pending;
            upgrade.onComplete(result -> {
                pendingConnects -= pending;
                if (result.succeeded()) {
                    opened(softphone, connection, result.result());
                } else {
                    notOpened(softphone, connection, result.cause(), opening.witness());
                }
            });
        }
    }

    private void opened(Softphone softphone, int connection, WebSocket socket) {
        Link link = new Link(socket);
        if (!softphone.expects(connection)) {
            link.drop();
            return;
        }
        links.put(softphone, link);
        socket.textMessageHandler(message -> softphone.received(connection, message));
        socket.binaryMessageHandler(message -> softphone.received(connection, message.toString()));
        socket.pongHandler(pong -> softphone.pongReceived(connection));
        socket.exceptionHandler(e -> {}); // the close handler tells
        socket.closeHandler(v -> {
            links.remove(softphone, link);
            softphone.closed(connection, link.closing());
        });
        softphone.opened(connection, link.localAddress(), link.remoteAddress());
    }

    private void notOpened(Softphone softphone, int connection, Throwable cause, @Nullable Witness witness) {
        String local = witness == null || witness.localAddress().isEmpty()
                ? sockets.sourceOf(softphone.number())
                : witness.localAddress();
        String remote = witness == null ? "" : witness.remoteAddress();
        if (cause instanceof UpgradeRejectedException refused && refused.getStatus() < UpgradeAnswers.NOT_HTTP) {
            Redactor redactor = Redactor.of(softphone.identity(), softphone.secrets());
            Refusal refusal = UpgradeAnswers.refusal(refused, epochMillis(), redactor);
            softphone.upgradeRefused(connection, local, remote, refusal);
        } else {
            Failure failure = ConnectFailures.of(cause, witness);
            softphone.notOpened(connection, local, remote, failure);
        }
    }

    @Override
    public void send(Softphone softphone, String message) {
        Link link = links.get(softphone);
        if (link != null) {
            link.send(message);
        }
    }

    @Override
    public void ping(Softphone softphone) {
        Link link = links.get(softphone);
        if (link != null) {
            link.ping();
        }
    }

    @Override
    public void close(Softphone softphone) {
        Link link = links.remove(softphone);
        if (link != null) {
            link.close();
        }
    }

    @Override
    public void abandon(Softphone softphone) {
        Link link = links.remove(softphone);
        if (link != null) {
            link.drop();
        }
        List<RestCalls.Call> inFlight = calls.remove(softphone);
        if (inFlight != null) {
            inFlight.forEach(RestCalls.Call::abandon);
        }
    }
}

package dev.softphone.loadtest.e2e.kamailio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import dev.softphone.loadtest.runner.signaling.Signaling;
import dev.softphone.loadtest.runner.signaling.SignalingSession;
import dev.softphone.loadtest.runner.signaling.UpgradeRequest;
import dev.softphone.loadtest.runner.signaling.Wire;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * One softphone's signaling on the JDK's own WebSocket, without the engine: what the session does is kept as lines, and
 * every message both ways. The session runs on one thread, as its contract wants it.
 */
final class OneSoftphone implements Wire, AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    final List<String> events = new CopyOnWriteArrayList<>();
    final List<String> messages = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private final Map<Integer, ScheduledFuture<?>> timers = new ConcurrentHashMap<>();
    private final HttpClient client;
    private final URI url;
    private final SignalingSession session;
    private CompletableFuture<WebSocket> socket = CompletableFuture.failedFuture(new IllegalStateException("not yet"));

    OneSoftphone(HttpClient client, String url, Signaling signaling, Identity identity, long seed) {
        this.client = client;
        this.url = URI.create(url);
        this.session = signaling.session(identity, new SplittableRandom(seed));
    }

    /** Hands the session to its own thread. */
    void tell(BiConsumer<SignalingSession, Wire> event) {
        loop.execute(() -> {
            try {
                event.accept(session, this);
            } catch (RuntimeException e) {
                events.add("broken: " + e);
            }
        });
    }

    /** Fires a timer now, whenever it is due. */
    void hasten(int timer) {
        ScheduledFuture<?> due = timers.remove(timer);
        if (due == null || !due.cancel(false)) {
            throw new AssertionError("no timer " + timer + " is running; " + events);
        }
        tell((s, wire) -> s.timer(timer, wire));
    }

    void awaitEvent(String event) {
        awaitEvent(event, 1);
    }

    void awaitEvent(String event, int times) {
        Awaitility.await(event).atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).untilAsserted(() -> assertThat(events)
                .filteredOn(event::equals)
                .as("%s in %s", event, events)
                .hasSizeGreaterThanOrEqualTo(times));
    }

    /** The messages sent or received whose first line contains the text. */
    List<String> messagesWith(String text) {
        return messages.stream()
                .filter(message -> message.lines().findFirst().orElse("").contains(text))
                .toList();
    }

    @Override
    public void close() {
        socket.thenAccept(WebSocket::abort);
        loop.shutdownNow();
    }

    @Override
    public void connect(UpgradeRequest request) {
        socket = client.newWebSocketBuilder()
                .subprotocols("sip")
                .buildAsync(url.resolve(request.pathAndQuery()), new Listener())
                .whenComplete((opened, failure) -> {
                    if (failure == null) {
                        tell(SignalingSession::opened);
                    } else {
                        events.add("not opened: " + failure);
                    }
                });
    }

    @Override
    public void send(String message) {
        messages.add("> " + message);
        socket = socket.thenCompose(open -> open.sendText(message, true));
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket open, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                String message = text.toString();
                text.setLength(0);
                messages.add("< " + message);
                tell((s, wire) -> s.received(message, wire));
            }
            open.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket open, ByteBuffer data, boolean last) {
            return onText(open, StandardCharsets.UTF_8.decode(data), last);
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket open, int code, String reason) {
            events.add("closed " + code);
            return null;
        }

        @Override
        public void onError(WebSocket open, Throwable error) {
            events.add("lost");
        }
    }

    @Override
    public long nowNanos() {
        return System.nanoTime();
    }

    @Override
    public long epochMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public void rest(RestRequest request) {
        events.add("broken: SIP asks for no REST call");
    }

    @Override
    public void timer(int timer, long delayMillis) {
        cancelTimer(timer);
        timers.put(
                timer,
                loop.schedule(() -> tell((s, wire) -> s.timer(timer, wire)), delayMillis, TimeUnit.MILLISECONDS));
    }

    @Override
    public void cancelTimer(int timer) {
        ScheduledFuture<?> running = timers.remove(timer);
        if (running != null) {
            running.cancel(false);
        }
    }

    @Override
    public void stageBegins(Stage stage) {
        events.add(stage.label() + " begins");
    }

    @Override
    public void stageDone(Stage stage) {
        events.add(stage.label() + " done");
    }

    @Override
    public void registered() {
        events.add("registered");
    }

    @Override
    public void rejected(Stage stage, Refusal refusal) {
        events.add("rejected " + stage.label() + " " + refusal.code());
    }

    @Override
    public void failed(Stage stage, String code, String detail) {
        events.add("failed " + stage.label() + " " + code);
    }

    @Override
    public void left() {
        events.add("left");
    }

    @Override
    public void pong() {
        events.add("pong");
    }

    @Override
    public void keepAliveWithin(long millis) {
        events.add("keep-alive within " + millis);
    }

    @Override
    public void callPlaced() {
        events.add("call placed");
    }

    @Override
    public void callProgressed() {
        events.add("call progressed");
    }

    @Override
    public void callEstablished() {
        events.add("call established");
    }

    @Override
    public void callRejected(Refusal refusal) {
        events.add("call rejected " + refusal.code().toLowerCase(Locale.ROOT));
    }

    @Override
    public void callFailed(String code, String detail) {
        events.add("call failed " + code);
    }

    @Override
    public void callEnded(boolean inOrder) {
        events.add(inOrder ? "call ended" : "call dropped");
    }
}

package dev.softphone.loadtest.runner.signaling.genesys;

import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.RestFailure;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import dev.softphone.loadtest.runner.signaling.SignalingSession;
import dev.softphone.loadtest.runner.signaling.UpgradeRequest;
import dev.softphone.loadtest.runner.signaling.Wire;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes down what a session asks for, and is its clock. */
final class ScriptedWire implements Wire {
    private static final long EPOCH = 1_700_000_000_000L;

    final List<RestRequest> requests = new ArrayList<>();
    final List<Refusal> refusals = new ArrayList<>();
    final List<String> concealed = new ArrayList<>();
    String detail = "";

    private final Deque<RestRequest> unanswered = new ArrayDeque<>();
    private final List<String> effects = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final Map<Integer, Long> timers = new TreeMap<>();
    private long now;

    /** All but messages, since the last look. */
    List<String> effects() {
        List<String> news = List.copyOf(effects);
        effects.clear();
        return news;
    }

    /** Messages since the last look. */
    List<String> sent() {
        List<String> news = List.copyOf(sent);
        sent.clear();
        return news;
    }

    long millis() {
        return now / 1_000_000;
    }

    boolean running(int timer) {
        return timers.containsKey(timer);
    }

    /** Time passes, timers fire. */
    void pass(long millis, SignalingSession session) {
        long end = now + millis * 1_000_000;
        while (true) {
            int next = -1;
            for (Map.Entry<Integer, Long> timer : timers.entrySet()) {
                if (timer.getValue() <= end && (next < 0 || timer.getValue() < due(next))) {
                    next = timer.getKey();
                }
            }
            if (next < 0) {
                now = end;
                return;
            }
            now = Math.max(now, due(next));
            timers.remove(next);
            session.timer(next, this);
        }
    }

    private long due(int timer) {
        return timers.getOrDefault(timer, Long.MAX_VALUE);
    }

    /** As the engine does between attempts. */
    void letGo() {
        timers.clear();
        unanswered.clear();
    }

    /** The REST call that has waited for an answer for longest. */
    RestRequest asked() {
        return unanswered.removeFirst();
    }

    @Override
    public long nowNanos() {
        return now;
    }

    @Override
    public long epochMillis() {
        return EPOCH + millis();
    }

    @Override
    public void rest(RestRequest request) {
        requests.add(request);
        unanswered.add(request);
        effects.add("rest " + request.method() + " " + target(request));
    }

    @Override
    public void restAside(RestRequest request) {
        requests.add(request);
        effects.add("aside " + request.method() + " " + target(request));
    }

    private static String target(RestRequest request) {
        @Nullable String query = request.uri().getRawQuery();
        return request.uri().getRawPath() + (query == null ? "" : "?" + query);
    }

    @Override
    public void connect(UpgradeRequest request) {
        effects.add("connect " + request.pathAndQuery());
    }

    @Override
    public void send(String message) {
        sent.add(message);
    }

    @Override
    public void stageBegins(Stage stage) {
        effects.add("begin " + stage.label());
    }

    @Override
    public void stageDone(Stage stage) {
        effects.add("done " + stage.label());
    }

    @Override
    public void registered() {
        effects.add("registered");
    }

    @Override
    public void rejected(Stage stage, Refusal refusal) {
        refusals.add(refusal);
        effects.add("rejected " + stage.label() + " " + refusal.code());
    }

    @Override
    public void setback(Stage stage, Refusal refusal) {
        refusals.add(refusal);
        effects.add("setback " + stage.label() + " " + refusal.code());
    }

    @Override
    public void setback(RestFailure failure) {
        effects.add("setback " + failure.asked().stage().label() + " " + failure.code());
    }

    @Override
    public void failed(Stage stage, String code, String text) {
        detail = text;
        effects.add("failed " + stage.label() + " " + code);
    }

    @Override
    public void conceal(String value) {
        concealed.add(value);
    }

    @Override
    public void left() {
        effects.add("left");
    }

    @Override
    public void timer(int timer, long delayMillis) {
        timers.put(timer, now + delayMillis * 1_000_000);
    }

    @Override
    public void cancelTimer(int timer) {
        timers.remove(timer);
    }

    @Override
    public void pong() {
        effects.add("pong");
    }

    @Override
    public void pingOurselves() {
        effects.add("pingOurselves");
    }

    @Override
    public void keepAliveWithin(long millis) {
        effects.add("keepAliveWithin " + millis);
    }

    @Override
    public void callPlaced() {
        effects.add("callPlaced");
    }

    @Override
    public void callProgressed() {
        effects.add("callProgressed");
    }

    @Override
    public void callEstablished() {
        effects.add("callEstablished");
    }

    @Override
    public void callRejected(Refusal refusal) {
        refusals.add(refusal);
        effects.add("callRejected " + refusal.code());
    }

    @Override
    public void callFailed(String code, String text) {
        detail = text;
        effects.add("callFailed " + code);
    }

    @Override
    public void sessionRejected(Refusal refusal) {
        effects.add("sessionRejected " + refusal.code());
    }

    @Override
    public void sessionFailed(String code, String text) {
        detail = text;
        effects.add("sessionFailed " + code);
    }

    @Override
    public void callEnded(boolean inOrder) {
        effects.add("callEnded " + inOrder);
    }
}

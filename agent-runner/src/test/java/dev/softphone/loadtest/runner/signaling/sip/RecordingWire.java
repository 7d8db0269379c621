package dev.softphone.loadtest.runner.signaling.sip;

import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import dev.softphone.loadtest.runner.signaling.UpgradeRequest;
import dev.softphone.loadtest.runner.signaling.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps every effect, as one line each, and every message sent, parsed. */
final class RecordingWire implements Wire {
    final List<String> effects = new ArrayList<>();
    final List<String> sent = new ArrayList<>();
    final Map<Integer, Long> timers = new HashMap<>();
    final List<Refusal> refusals = new ArrayList<>();

    /** The effects since the last call of this method. */
    List<String> takeEffects() {
        List<String> taken = List.copyOf(effects);
        effects.clear();
        return taken;
    }

    /** The messages sent since the last call of this method. */
    List<String> takeSent() {
        List<String> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    SipRequest takeRequest() throws MalformedSipException {
        return (SipRequest) SipMessage.parse(take());
    }

    SipResponse takeResponse() throws MalformedSipException {
        return (SipResponse) SipMessage.parse(take());
    }

    private String take() {
        if (sent.isEmpty()) {
            throw new AssertionError("nothing was sent; effects: " + effects);
        }
        return sent.remove(0);
    }

    @Override
    public long nowNanos() {
        return 0;
    }

    @Override
    public long epochMillis() {
        return 1_800_000_000_000L;
    }

    @Override
    public void rest(RestRequest request) {
        effects.add("rest " + request);
    }

    @Override
    public void connect(UpgradeRequest request) {
        effects.add("connect " + request.pathAndQuery());
    }

    @Override
    public void send(String message) {
        sent.add(message);
        int end = message.indexOf('\r');
        effects.add("send " + (end > 0 ? message.substring(0, end) : "CRLF x" + message.length() / 2));
    }

    @Override
    public void stageBegins(Stage stage) {
        effects.add(stage.label() + " begins");
    }

    @Override
    public void stageDone(Stage stage) {
        effects.add(stage.label() + " done");
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
    public void failed(Stage stage, String code, String detail) {
        effects.add("failed " + stage.label() + " " + code + ": " + detail);
    }

    @Override
    public void left() {
        effects.add("left");
    }

    @Override
    public void timer(int timer, long delayMillis) {
        timers.put(timer, delayMillis);
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
    public void keepAliveWithin(long millis) {
        effects.add("keep-alive within " + millis);
    }

    @Override
    public void callPlaced() {
        effects.add("call placed");
    }

    @Override
    public void callProgressed() {
        effects.add("call progressed");
    }

    @Override
    public void callEstablished() {
        effects.add("call established");
    }

    @Override
    public void callRejected(Refusal refusal) {
        refusals.add(refusal);
        effects.add("call rejected " + refusal.code());
    }

    @Override
    public void callFailed(String code, String detail) {
        effects.add("call failed " + code + ": " + detail);
    }

    @Override
    public void callEnded(boolean inOrder) {
        effects.add("call ended " + (inOrder ? "in order" : "out of order"));
    }
}

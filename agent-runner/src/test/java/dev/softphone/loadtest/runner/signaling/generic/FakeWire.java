package dev.softphone.loadtest.runner.signaling.generic;

import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import dev.softphone.loadtest.runner.signaling.UpgradeRequest;
import dev.softphone.loadtest.runner.signaling.Wire;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what a session asks for, in order. */
final class FakeWire implements Wire {

    final List<String> asked = new ArrayList<>();
    final List<String> concealed = new ArrayList<>();

    @Nullable
    RestRequest rest;

    @Nullable
    UpgradeRequest upgrade;

    @Nullable
    Refusal refusal;

    @Nullable
    String sent;

    String detail = "";

    /** What was asked since the last look. */
    List<String> news() {
        List<String> news = List.copyOf(asked);
        asked.clear();
        return news;
    }

    @Override
    public long nowNanos() {
        return 0;
    }

    @Override
    public long epochMillis() {
        return 1_700_000_000_000L;
    }

    @Override
    public void rest(RestRequest request) {
        rest = request;
        asked.add("rest " + request.name());
    }

    @Override
    public void connect(UpgradeRequest request) {
        upgrade = request;
        asked.add("connect " + request.pathAndQuery());
    }

    @Override
    public void send(String message) {
        sent = message;
        asked.add("send " + message);
    }

    @Override
    public void stageBegins(Stage stage) {
        asked.add("begin " + stage.label());
    }

    @Override
    public void stageDone(Stage stage) {
        asked.add("done " + stage.label());
    }

    @Override
    public void registered() {
        asked.add("registered");
    }

    @Override
    public void conceal(String value) {
        concealed.add(value);
    }

    @Override
    public void rejected(Stage stage, Refusal refusal) {
        this.refusal = refusal;
        asked.add("rejected " + stage.label() + " " + refusal.code());
    }

    @Override
    public void failed(Stage stage, String code, String detail) {
        this.detail = detail;
        asked.add("failed " + stage.label() + " " + code);
    }

    @Override
    public void left() {
        asked.add("left");
    }

    @Override
    public void timer(int timer, long delayMillis) {
        asked.add("timer " + timer);
    }

    @Override
    public void cancelTimer(int timer) {
        asked.add("cancelTimer " + timer);
    }

    @Override
    public void pong() {
        asked.add("pong");
    }

    @Override
    public void keepAliveWithin(long millis) {
        asked.add("keepAliveWithin " + millis);
    }

    @Override
    public void callPlaced() {
        asked.add("callPlaced");
    }

    @Override
    public void callProgressed() {
        asked.add("callProgressed");
    }

    @Override
    public void callEstablished() {
        asked.add("callEstablished");
    }

    @Override
    public void callRejected(Refusal refusal) {
        this.refusal = refusal;
        asked.add("callRejected " + refusal.code());
    }

    @Override
    public void callFailed(String code, String detail) {
        this.detail = detail;
        asked.add("callFailed " + code);
    }

    @Override
    public void callEnded(boolean inOrder) {
        asked.add("callEnded " + inOrder);
    }
}

package dev.softphone.loadtest.runner;

import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Transcript;
import dev.softphone.loadtest.runner.net.Lane;
import dev.softphone.loadtest.runner.net.LaneSetup;
import dev.softphone.loadtest.runner.net.PinnedTransport;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** All event loops of one run. Called from the run's own thread. */
final class Fleet implements AutoCloseable {
    /** A loop that does not answer for so long is an error of this program, not of the gateway. */
    private static final long ANSWER_SECONDS = 60;

    private static final long POLL_MILLIS = 20;

    /** Lanes are numbered over all runners, so that no two draw the same random numbers. */
    private static final int MOST_LANES = 1024;

    private final Vertx vertx;
    private final PinnedTransport transport;
    private final List<Lane> lanes = new ArrayList<>();

    Fleet(RunSetup run, LaneSetup setup) {
        transport = PinnedTransport.best();
        transport.pin(run.targets());
        vertx = transport.vertx(run.lanes());
        for (int i = 0; i < run.lanes(); i++) {
            lanes.add(new Lane(vertx, run.share().number() * MOST_LANES + i, setup));
        }
    }

    List<Lane> lanes() {
        return lanes;
    }

    /** {@code epoll} or {@code nio}. */
    String transport() {
        return transport.name();
    }

    /** Asks every lane at once, and waits for all. */
    <T> List<T> all(Function<Lane, T> task) {
        List<CompletableFuture<T>> answers = new ArrayList<>(lanes.size());
        for (Lane lane : lanes) {
            answers.add(lane.call(task));
        }
        List<T> results = new ArrayList<>(lanes.size());
        for (CompletableFuture<T> answer : answers) {
            results.add(wait(answer));
        }
        return results;
    }

    /** Asks one lane. */
    <T> T one(Lane lane, Function<Lane, T> task) {
        return wait(lane.call(task));
    }

    /** Whether every softphone has had its last word. */
    boolean finished() {
        return all(Lane::finished).stream().allMatch(done -> done);
    }

    /**
     * Waits until something holds, at most so long, and not once a stop is asked for.
     *
     * @param condition asked on the lane's loop
     */
    void await(Lane lane, long limitMillis, StopSignal stop, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + limitMillis * 1_000_000;
        while (System.nanoTime() < deadline && !one(lane, l -> condition.getAsBoolean())) {
            if (stop.await(POLL_MILLIS)) {
                return;
            }
        }
    }

    Measurements counts() {
        return Measurements.merge(all(lane -> lane.tally().counts(System.nanoTime())));
    }

    Measurements freeze() {
        return Measurements.merge(all(lane -> lane.tally().freeze(System.nanoTime())));
    }

    List<Transcript> transcripts() {
        List<Transcript> transcripts = new ArrayList<>();
        all(lane -> lane.transcripts().kept()).forEach(transcripts::addAll);
        return transcripts;
    }

    private static <T> T wait(CompletableFuture<T> answer) {
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an event loop", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an event loop failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("an event loop did not answer within " + ANSWER_SECONDS + " s", e);
        }
    }

    @Override
    public void close() {
        all(lane -> {
            lane.close();
            return true;
        });
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The process ends anyway; what a run measured is already out.
        }
    }
}

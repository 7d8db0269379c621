package dev.softphone.loadtest.runner.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.runner.RefusedException;
import dev.softphone.loadtest.runner.serve.ApiException;
import dev.softphone.loadtest.runner.serve.WatchedTest;
import dev.softphone.loadtest.runner.terminal.ProgressView;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Watches a test of a cluster to its end, and says why where there is nothing to watch. Time comes from outside.
 *
 * <pre>
 * no status    said once, and refused after a minute in which the API server answers: nobody looks at the test
 * no answer    shown; refused after five minutes of it without a break
 * denied       refused at once
 * </pre>
 *
 * Not for several threads.
 */
final class Watching {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration FOR_AN_OPERATOR = Duration.ofMinutes(1);
    private static final Duration FOR_AN_ANSWER = Duration.ofMinutes(5);

    /** Answers how the test is now; refused where it is not there. */
    interface Source {
        WatchedTest.Seen look() throws ApiException, RefusedException;
    }

    /** What a watch knows of time. */
    interface Time {
        Instant now();

        /** Returns when so much has passed. */
        void pass(Duration duration) throws InterruptedException;
    }

    /** A test that an operator has looked at. */
    record Looked(ObjectNode manifest, SoftphoneLoadTestStatus status) {}

    private final String test;
    private final Source source;
    private final Time time;
    private final Consumer<String> out;
    private String trouble = "";
    private Instant troubledSince = Instant.EPOCH;

    /**
     * @param test {@code namespace/name}
     * @param out a line for people, while there is no view
     */
    Watching(String test, Source source, Time time, Consumer<String> out) {
        this.test = test;
        this.source = source;
        this.time = time;
        this.out = out;
    }

    /**
     * The test once it is over.
     *
     * @param view what shows it; opened when there is something to show, and closed
     */
    Looked untilOver(WatchedTest.Seen first, Supplier<ProgressView> view)
            throws RefusedException, InterruptedException {
        Looked looked = untilLookedAt(first);
        try (ProgressView shown = view.get()) {
            shown.seen(looked.status(), trouble, time.now());
            while (looked.status().finishedAt() == null) {
                looked = untilLookedAt(next(new WatchedTest.Seen(looked.manifest(), looked.status())));
                shown.seen(looked.status(), trouble, time.now());
            }
        }
        return looked;
    }

    private Looked untilLookedAt(WatchedTest.Seen first) throws RefusedException, InterruptedException {
        WatchedTest.Seen seen = first;
        SoftphoneLoadTestStatus status = seen.status();
        if (status == null) {
            out.accept("No operator has looked at " + test + " yet.");
        }
        Instant since = time.now();
        String told = "";
        while (status == null) {
            if (trouble.isEmpty() && isOver(since, FOR_AN_OPERATOR)) {
                throw new RefusedException(
                        test + ": required a test that an operator looks at, observed one without a status for "
                                + FOR_AN_OPERATOR.toSeconds() + " s");
            }
            seen = next(seen);
            status = seen.status();
            if (!trouble.isEmpty() && !trouble.equals(told)) {
                told = trouble;
                out.accept(test + ": " + trouble);
            }
        }
        return new Looked(seen.manifest(), status);
    }

    /** A moment later; the same again where there is no answer. */
    private WatchedTest.Seen next(WatchedTest.Seen before) throws RefusedException, InterruptedException {
        time.pass(LOOK_EVERY);
        try {
            WatchedTest.Seen seen = source.look();
            trouble = "";
            return seen;
        } catch (ApiException e) {
            if (e.denied()) {
                throw NamedTest.refused(test, e);
            }
            if (trouble.isEmpty()) {
                troubledSince = time.now();
            }
            trouble = String.valueOf(e.getMessage());
            if (isOver(troubledSince, FOR_AN_ANSWER)) {
                throw new RefusedException(test + ": required an answer of the API server within "
                        + FOR_AN_ANSWER.toMinutes() + " min, observed " + trouble);
            }
            return before;
        }
    }

    private boolean isOver(Instant since, Duration patience) {
        return !time.now().isBefore(since.plus(patience));
    }
}

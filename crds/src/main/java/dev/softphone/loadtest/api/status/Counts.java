package dev.softphone.loadtest.api.status;

import dev.softphone.loadtest.api.v1alpha1.StatusCounts.Attempts;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts.Calls;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts.Softphones;
import dev.softphone.loadtest.measure.AttemptCounts;
import dev.softphone.loadtest.measure.CallCounts;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.SoftphoneCounts;

/** The three sets of counts, each with its equation. */
final class Counts {

    private Counts() {}

    static Softphones softphones(Measurements measured) {
        SoftphoneCounts counts = measured.softphones();
        return new Softphones(
                counts.planned(),
                counts.started(),
                counts.connected(),
                counts.rejected(),
                counts.failed(),
                counts.cancelled(),
                counts.lost(),
                counts.inProgress(),
                counts.notStarted(),
                counts.late(),
                counts.connectedNow(),
                counts.droppedAfterConnect());
    }

    static Attempts attempts(Measurements measured) {
        AttemptCounts counts = measured.attempts();
        return new Attempts(
                counts.first(),
                counts.retries(),
                counts.inProgress(),
                counts.succeeded(),
                counts.rejected(),
                counts.failed(),
                counts.cancelled(),
                counts.lost());
    }

    static Calls calls(Measurements measured) {
        CallCounts counts = measured.calls();
        return new Calls(
                counts.placed(),
                counts.inProgress(),
                counts.established(),
                counts.rejected(),
                counts.failed(),
                counts.cancelled(),
                counts.lost(),
                counts.establishedNow(),
                counts.droppedAfterEstablished());
    }
}

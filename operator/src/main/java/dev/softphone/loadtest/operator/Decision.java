package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done now.
 *
 * @param apply objects to be there as they stand here, in this order
 * @param note what has happened, for an Event
 * @param status the whole status; absent: as it is
 * @param again when to look again even if nothing happens; absent: never
 * @param delete objects to be gone, with what they own
 * @param merged what was measured so far, where there is something
 */
public record Decision(
        List<HasMetadata> apply,
        Optional<Note> note,
        Optional<SoftphoneLoadTestStatus> status,
        Optional<Duration> again,
        List<HasMetadata> delete,
        Optional<Merged> merged) {

    /** An Event: one word, one sentence. */
    public record Note(boolean warning, String reason, String message) {}

    public Decision {
        apply = List.copyOf(apply);
        delete = List.copyOf(delete);
    }

    Decision(
            List<HasMetadata> apply,
            Optional<Note> note,
            Optional<SoftphoneLoadTestStatus> status,
            Optional<Duration> again) {
        this(apply, note, status, again, List.of(), Optional.empty());
    }

    Decision measured(Merged now) {
        return new Decision(apply, note, status, again, delete, Optional.of(now));
    }

    /** Nothing is known yet; to be looked at again after a while. */
    static Decision later(Duration wait) {
        return new Decision(List.of(), Optional.empty(), Optional.empty(), Optional.of(wait));
    }

    /** Nothing to do, now or later. */
    static Decision nothing() {
        return new Decision(List.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}

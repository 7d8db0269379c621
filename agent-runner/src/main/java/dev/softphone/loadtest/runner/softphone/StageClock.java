package dev.softphone.loadtest.runner.softphone;

import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.model.Stage;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When the stages of one attempt began, and when our own timers end them. Stages may nest: auth within register. */
final class StageClock {
    static final long NONE = Long.MIN_VALUE;

    private static final Stage[] STAGES = Stage.values();

    private final Behaviour behaviour;
    private final long[] began = new long[STAGES.length];

    StageClock(Behaviour behaviour) {
        this.behaviour = behaviour;
        reset();
    }

    void reset() {
        Arrays.fill(began, NONE);
    }

    void begin(Stage stage, long now) {
        began[stage.ordinal()] = now;
    }

    /** How long it took, in nanoseconds; {@link #NONE} if it was not running. */
    long end(Stage stage, long now) {
        long since = began[stage.ordinal()];
        began[stage.ordinal()] = NONE;
        return since == NONE ? NONE : now - since;
    }

    /** The running stage that comes last in the order of stages, or null. */
    @Nullable
    Stage latest() {
        for (int i = STAGES.length - 1; i >= 0; i--) {
            if (began[i] != NONE) {
                return STAGES[i];
            }
        }
        return null;
    }

    /** When the first of the running stages runs out of time; {@link #NONE} if none is running. */
    long earliestLimit() {
        long earliest = NONE;
        for (Stage stage : STAGES) {
            long since = began[stage.ordinal()];
            if (since != NONE) {
                long limit = since + behaviour.limitNanos(stage);
                earliest = earliest == NONE ? limit : Math.min(earliest, limit);
            }
        }
        return earliest;
    }

    /** A running stage that is out of time, or null. */
    @Nullable
    Stage expired(long now) {
        for (Stage stage : STAGES) {
            long since = began[stage.ordinal()];
            if (since != NONE && now - since >= behaviour.limitNanos(stage)) {
                return stage;
            }
        }
        return null;
    }

    /** Where a stage's duration is kept; empty for those measured otherwise. */
    static Optional<Metric> metric(Stage stage, boolean well) {
        return switch (stage) {
            case TOKEN -> Optional.of(well ? Metric.TOKEN : Metric.TOKEN_FAILED);
            case LOGIN -> Optional.of(well ? Metric.LOGIN : Metric.LOGIN_FAILED);
            case AUTH -> Optional.of(well ? Metric.AUTH : Metric.AUTH_FAILED);
            case REGISTER -> Optional.of(well ? Metric.REGISTER : Metric.REGISTER_FAILED);
            case MEDIA -> Optional.of(well ? Metric.MEDIA : Metric.MEDIA_FAILED);
            case UPGRADE, ICE, ESTABLISHED -> Optional.empty();
        };
    }
}

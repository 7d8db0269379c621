package dev.softphone.loadtest.runner.serve;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What all runners of a test are told, together.
 *
 * @param startAt when the first arrival is due; always there with {@link Command#Run}
 * @param trial from 1
 * @param size of the trial of a search; absent otherwise
 * @param reportIntervalMillis between two reports of one runner
 * @param preflight the region whose preflight softphone may go now; absent: each may
 */
public record Control(
        Command command,
        Optional<Instant> startAt,
        int trial,
        Optional<Size> size,
        long reportIntervalMillis,
        Optional<String> preflight) {

    /** How many softphones a trial has, over all runners, and how long their ramp takes. */
    public record Size(int softphones, long rampMillis) {}

    private static final int MOST_SOFTPHONES = 1_000_000;

    /** What the runners are to do. */
    public enum Command {
        /** Get ready and wait. */
        Arm,
        /** Start at {@link Control#startAt}. */
        Run,
        /** Nobody starts any more; the registered leave over the drain. */
        Drain,
        /** Nobody starts any more; the registered leave at once. */
        Abort
    }

    /** @throws IllegalArgumentException with field, required and observed, for data that is not a control object's */
    public static Control of(Map<String, String> data) {
        Command command = command(data.get("command"));
        String startAt = data.get("startAt");
        if (startAt == null && command == Command.Run) {
            throw refused("startAt", "a time, with command Run", null);
        }
        return new Control(
                command,
                Optional.ofNullable(startAt).map(Control::time),
                (int) number("trial", data.get("trial"), 1, 1000),
                size(data),
                number("reportIntervalMillis", data.get("reportIntervalMillis"), 1, Integer.MAX_VALUE),
                Optional.ofNullable(data.get("preflight")));
    }

    private static Optional<Size> size(Map<String, String> data) {
        if (!data.containsKey("softphones") && !data.containsKey("rampMillis")) {
            return Optional.empty();
        }
        return Optional.of(new Size(
                (int) number("softphones", data.get("softphones"), 1, MOST_SOFTPHONES),
                number("rampMillis", data.get("rampMillis"), 0, Long.MAX_VALUE / 1_000_000)));
    }

    private static Command command(@Nullable String text) {
        return Arrays.stream(Command.values())
                .filter(command -> command.name().equals(text))
                .findFirst()
                .orElseThrow(() -> refused("command", "Arm, Run, Drain or Abort", text));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw refused("startAt", "a time as RFC 3339 writes it", text);
        }
    }

    private static long number(String field, @Nullable String text, long least, long most) {
        try {
            long number = text == null ? least - 1 : Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw refused(field, "a number from " + least + " to " + most, text);
    }

    private static IllegalArgumentException refused(String field, String required, @Nullable String observed) {
        return new IllegalArgumentException("control object, " + field + ": required " + required + ", observed "
                + (observed == null ? "nothing" : observed));
    }
}

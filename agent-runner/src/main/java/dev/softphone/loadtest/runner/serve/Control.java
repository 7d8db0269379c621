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
 * @param reportIntervalMillis between two reports of one runner
 * @param preflight the region whose preflight softphone may go now; absent: each may
 */
public record Control(
        Command command, Optional<Instant> startAt, int trial, long reportIntervalMillis, Optional<String> preflight) {

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
                (int) number("trial", data.get("trial"), 1000),
                number("reportIntervalMillis", data.get("reportIntervalMillis"), Integer.MAX_VALUE),
                Optional.ofNullable(data.get("preflight")));
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

    private static long number(String field, @Nullable String text, long most) {
        try {
            long number = text == null ? 0 : Long.parseLong(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw refused(field, "a number from 1 to " + most, text);
    }

    private static IllegalArgumentException refused(String field, String required, @Nullable String observed) {
        return new IllegalArgumentException("control object, " + field + ": required " + required + ", observed "
                + (observed == null ? "nothing" : observed));
    }
}

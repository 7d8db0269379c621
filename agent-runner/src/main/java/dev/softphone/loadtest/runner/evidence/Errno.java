package dev.softphone.loadtest.runner.evidence;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The system's error behind an exception's text. Native transports write its number ({@code error(-111)}), the JDK only
 * its text, which is that of the C library; numbers are those of Linux.
 */
final class Errno {

    private static final Pattern NUMBER = Pattern.compile("error\\((-\\d+)\\)");

    private record Known(int number, String text, String code) {}

    private static final List<Known> ALL = List.of(
            new Known(1, "operation not permitted", "local/EPERM"),
            new Known(11, "resource temporarily unavailable", "local/EAGAIN"),
            new Known(12, "cannot allocate memory", "local/ENOMEM"),
            new Known(13, "permission denied", "local/EACCES"),
            new Known(23, "too many open files in system", "local/ENFILE"),
            new Known(24, "too many open files", "local/EMFILE"),
            new Known(32, "broken pipe", "tcp/reset"),
            new Known(98, "address already in use", "local/EADDRINUSE"),
            new Known(99, "cannot assign requested address", "local/EADDRNOTAVAIL"),
            new Known(101, "network is unreachable", "tcp/unreachable"),
            new Known(103, "software caused connection abort", "tcp/reset"),
            new Known(104, "connection reset", "tcp/reset"),
            new Known(105, "no buffer space available", "local/ENOBUFS"),
            new Known(110, "connection timed out", "tcp/timeout"),
            new Known(111, "connection refused", "tcp/refused"),
            new Known(113, "no route to host", "tcp/unreachable"));

    private static final Map<Integer, String> BY_NUMBER =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Known::number, Known::code));

    private Errno() {}

    /** The outcome code of the system error that the text tells of, if it tells of one. */
    static Optional<String> code(String text) {
        Matcher number = NUMBER.matcher(text);
        if (number.find()) {
            return Optional.ofNullable(BY_NUMBER.get(-Integer.parseInt(number.group(1))));
        }
        String lower = text.toLowerCase(Locale.ROOT);
        return ALL.stream()
                .filter(known -> lower.contains(known.text()))
                .map(Known::code)
                .findFirst();
    }
}

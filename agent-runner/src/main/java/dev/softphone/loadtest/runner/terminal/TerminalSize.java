package dev.softphone.loadtest.runner.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How large a terminal is, in characters. */
public record TerminalSize(int columns, int rows) {

    /** What terminals have been for fifty years. */
    public static final TerminalSize USUAL = new TerminalSize(80, 24);

    private static final Pattern STTY = Pattern.compile("(\\d+) (\\d+)\\s*");

    /**
     * Whether a standard stream of this process (1 output, 2 errors) goes to a terminal. {@link System#console} would not
     * say: it wants all of them to. False where {@code /proc} does not tell.
     */
    public static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** The size of the controlling terminal, by {@code stty}; {@link #USUAL} where there is none. */
    public static TerminalSize ofTerminal() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectErrorStream(true)
                    .start();
            if (!stty.waitFor(2, TimeUnit.SECONDS)) {
                stty.destroyForcibly();
                return USUAL;
            }
            return parse(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .orElse(USUAL);
        } catch (IOException e) {
            return USUAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL;
        }
    }

    /** Reads {@code rows columns}; empty for anything else, and for a terminal that claims to have none. */
    static Optional<TerminalSize> parse(String stty) {
        Matcher matcher = STTY.matcher(stty);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int rows = Integer.parseInt(matcher.group(1));
        int columns = Integer.parseInt(matcher.group(2));
        return rows > 0 && columns > 0 ? Optional.of(new TerminalSize(columns, rows)) : Optional.empty();
    }
}

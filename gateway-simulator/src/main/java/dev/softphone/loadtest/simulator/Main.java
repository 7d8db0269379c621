package dev.softphone.loadtest.simulator;

import dev.softphone.loadtest.simulator.script.Durations;
import dev.softphone.loadtest.simulator.script.Script;
import dev.softphone.loadtest.simulator.script.ScriptException;
import dev.softphone.loadtest.simulator.script.ScriptReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code gateway-simulator SCRIPT.yaml}: listens until it is told to stop. Standard output gets one line, {@code
 * listening ws://…}, once it is ready.
 */
@Command(
        name = "gateway-simulator",
        description = "A scriptable WebRTC-softphone gateway that fails as it is told.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:stopped by its parent's end of file or its lifetime",
            "3:the command line or the script is refused",
            "4:cannot listen, or cannot write the truth",
            "143:stopped by SIGTERM (130: SIGINT)"
        })
public final class Main implements Callable<Integer> {
    private static final int REFUSED = 3;
    private static final int FAILED = 4;

    @Parameters(paramLabel = "SCRIPT", description = "What the gateway does (YAML).")
    private @Nullable Path script;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "Address to bind (default: ${DEFAULT-VALUE}); any but loopback must be named here.")
    private String host = "127.0.0.1";

    @Option(names = "--port", defaultValue = "0", description = "Port to bind (default: a free one).")
    private int port;

    @Option(names = "--truth", paramLabel = "FILE", description = "Where the truth is written at the end (JSON).")
    private @Nullable Path truth;

    @Option(
            names = "--max-lifetime",
            defaultValue = "30m",
            converter = DurationConverter.class,
            description = "Stops by itself after this time (default: ${DEFAULT-VALUE}).")
    private Duration maxLifetime = Duration.ofMinutes(30);

    @Option(
            names = "--exit-with-parent-stdin",
            description = "Stop when standard input ends, so that a parent that dies leaves nothing running.")
    private boolean exitWithParentStdin;

    /** Runs until stopped and exits. */
    public static void main(String[] arguments) {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine
                .getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
        commandLine.getCommandSpec().exitCodeOnInvalidInput(REFUSED).exitCodeOnExecutionException(FAILED);
        System.exit(commandLine.execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        if (script == null) {
            return REFUSED;
        }
        Simulator simulator;
        try {
            Script read = ScriptReader.read(script);
            WarmUp.run();
            simulator = Simulator.start(read, host, port, Main::report);
        } catch (ScriptException e) {
            System.err.println(script + ": " + e.getMessage());
            return REFUSED;
        } catch (IOException e) {
            System.err.println(e.getMessage());
            return FAILED;
        }
        // The lifetime's end and a signal may come together; whoever is first writes the truth.
        Finish finish = new Finish(simulator, truth);
        Runtime.getRuntime().addShutdownHook(new Thread(finish::run, "finish"));
        CountDownLatch end = new CountDownLatch(1);
        if (exitWithParentStdin) {
            startDaemon(() -> awaitEndOfInput(end));
        }
        System.out.println("listening " + simulator.address());
        System.out.flush();
        if (!end.await(maxLifetime.toMillis(), TimeUnit.MILLISECONDS)) {
            System.err.println("stopped after --max-lifetime " + maxLifetime.toSeconds() + " s");
        }
        return finish.run() ? 0 : FAILED;
    }

    private static void report(Throwable error) {
        System.err.println("internal error of the gateway:");
        error.printStackTrace();
    }

    private static void startDaemon(Runnable task) {
        Thread thread = new Thread(task, "parent");
        thread.setDaemon(true);
        thread.start();
    }

    private static void awaitEndOfInput(CountDownLatch end) {
        try {
            byte[] ignored = new byte[64];
            while (System.in.read(ignored) >= 0) {
                // What the parent writes has no meaning; only the end has.
            }
        } catch (IOException e) {
            // A broken input is an ended one.
        }
        end.countDown();
    }

    /** Writes the truth and stops, once. */
    private static final class Finish {
        private final Simulator simulator;
        private final @Nullable Path file;
        private boolean done;
        private boolean written = true;

        Finish(Simulator simulator, @Nullable Path file) {
            this.simulator = simulator;
            this.file = file;
        }

        synchronized boolean run() {
            if (!done) {
                done = true;
                if (file != null) {
                    written = write(file);
                }
                simulator.close();
            }
            return written;
        }

        private boolean write(Path target) {
            try {
                Path absolute = target.toAbsolutePath();
                Path partial = absolute.resolveSibling(absolute.getFileName() + ".partial");
                Files.writeString(partial, simulator.truth().toPrettyString() + "\n", StandardCharsets.UTF_8);
                Files.move(partial, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return true;
            } catch (IOException e) {
                System.err.println("cannot write the truth to " + target + ": " + e);
                return false;
            }
        }
    }

    private static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return Durations.parse(text)
                    .orElseThrow(
                            () -> new TypeConversionException("required " + Durations.REQUIRED + ", observed " + text));
        }
    }
}

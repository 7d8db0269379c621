package dev.softphone.loadtest.runner.cli;

import dev.softphone.loadtest.runner.RefusedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code softphone-load}. */
@Command(
        name = "softphone-load",
        mixinStandardHelpOptions = true,
        version = Version.TEXT,
        description = "Load-tests WebRTC softphone gateways and says why softphones fail.",
        subcommands = {
            RunCommand.class,
            ValidateCommand.class,
            ExplainCommand.class,
            VerdictCommand.class,
            ClusterCommand.class,
            ServeCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 Passed, 1 Failed, 2 Inconclusive or interrupted, 3 refused or invalid (nothing was started),",
            "4 internal or build error, 5 another pod has the softphones (serve).",
            "",
            "Example: softphone-load run examples/01-three-hundred-of-five-hundred"
        })
public final class SoftphoneLoad implements Runnable {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets it
    SoftphoneLoad() {}

    /** Runs a command line and answers with the exit code. */
    public static int execute(String... arguments) {
        CommandLine commandLine = new CommandLine(new SoftphoneLoad());
        commandLine.setParameterExceptionHandler((exception, args) -> {
            exception.getCommandLine().getErr().println(exception.getMessage());
            exception.getCommandLine().getErr().println("Try --help.");
            return ExitCode.REFUSED;
        });
        commandLine.setExecutionExceptionHandler((exception, failed, parsed) -> {
            if (exception instanceof RefusedException) {
                failed.getErr().println(exception.getMessage());
                return ExitCode.REFUSED;
            }
            exception.printStackTrace(failed.getErr());
            return ExitCode.INTERNAL;
        });
        return commandLine.execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Required a command: run, validate, explain, verdict, cluster or serve.");
    }
}

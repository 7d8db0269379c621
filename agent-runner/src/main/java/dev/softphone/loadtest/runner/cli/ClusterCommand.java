package dev.softphone.loadtest.runner.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cluster …}: what {@code kubectl softphone} calls. */
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        description = {
            "Reads, watches, stops and compares tests of a cluster; kubectl softphone is the same.",
            "Asks as KUBECONFIG or ~/.kube/config says, in its current context."
        },
        subcommands = {
            ClusterReportCommand.class,
            ClusterWatchCommand.class,
            ClusterStopCommand.class,
            ClusterExplainCommand.class,
            ClusterCompareCommand.class
        })
final class ClusterCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets it
    ClusterCommand() {}

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Required a command: report, watch, stop, explain or compare.");
    }
}

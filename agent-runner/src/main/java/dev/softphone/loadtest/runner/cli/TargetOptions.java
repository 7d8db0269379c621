package dev.softphone.loadtest.runner.cli;

import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.runner.AllowedTargets;
import dev.softphone.loadtest.runner.RefusedException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which hosts may be sent to. */
final class TargetOptions {
    private static final String ALLOW = "--allow-target";

    @Option(
            names = ALLOW,
            paramLabel = "HOST",
            description =
                    "A host, *.suffix, address or CIDR that may be loaded; may be repeated. Loopback is always free.")
    private List<String> allowed = List.of();

    /** The options that let another run have the same. */
    String again() {
        return allowed.stream().map(host -> " " + ALLOW + " " + host).collect(Collectors.joining());
    }

    AllowedTargets check(LoadTest test, Instant now) throws RefusedException, InterruptedException {
        return AllowedTargets.of(test, allowed, ALLOW, now);
    }
}

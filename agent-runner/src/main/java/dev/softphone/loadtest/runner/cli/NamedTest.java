package dev.softphone.loadtest.runner.cli;

import dev.softphone.loadtest.runner.RefusedException;
import dev.softphone.loadtest.runner.serve.ApiException;
import dev.softphone.loadtest.runner.serve.WatchedTest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which test of the cluster a command is about. */
final class NamedTest {
    @Parameters(paramLabel = "TEST", description = "The name of a SoftphoneLoadTest.")
    private String name;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "Its namespace (default: the current one).")
    private @Nullable String namespace;

    @SuppressWarnings("NullAway.Init") // picocli sets them
    NamedTest() {}

    WatchedTest open() {
        return WatchedTest.open(namespace, name);
    }

    /** As it is now; refused where it is not there or cannot be asked for. */
    static WatchedTest.Seen look(WatchedTest test) throws RefusedException {
        try {
            return test.look().orElseThrow(() -> absent(test));
        } catch (ApiException e) {
            throw refused(test, e);
        }
    }

    static RefusedException absent(WatchedTest test) {
        return new RefusedException(test + ": required a SoftphoneLoadTest " + test.name() + " in namespace "
                + test.namespace() + ", observed none");
    }

    static RefusedException refused(WatchedTest test, ApiException e) {
        return refused(test.toString(), e);
    }

    /** @param test {@code namespace/name} */
    static RefusedException refused(String test, ApiException e) {
        return new RefusedException(test + ": required an answer of the API server, observed " + e.getMessage());
    }
}

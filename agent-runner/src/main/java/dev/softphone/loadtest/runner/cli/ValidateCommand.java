package dev.softphone.loadtest.runner.cli;

import dev.softphone.loadtest.api.read.IdentityReader;
import dev.softphone.loadtest.api.read.SpecReader;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.runner.RefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code validate PATH}. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = "Checks a manifest and its identities without sending anything.")
final class ValidateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PATH", description = "A manifest, or a folder with test.yaml.")
    private Path path;

    @Mixin
    private SecretOptions secrets;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets them
    ValidateCommand() {}

    @Override
    public Integer call() throws Exception {
        TestFolder folder = TestFolder.read(path, null, secrets.files());
        LoadTest test = RefusedException.unlessAccepted(
                SpecReader.read(folder.manifest().test()));
        List<?> identities =
                RefusedException.unlessAccepted(IdentityReader.read(test, secrets.over(folder.manifest())));
        spec.commandLine()
                .getOut()
                .println(test.name() + ": valid, " + test.softphones() + " softphones, " + identities.size()
                        + " identities, gateway " + test.gateway().endpoint());
        return ExitCode.PASSED;
    }
}

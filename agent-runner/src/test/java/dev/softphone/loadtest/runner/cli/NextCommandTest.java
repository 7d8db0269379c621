package dev.softphone.loadtest.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command that the end of a run proposes has to work as it stands. */
class NextCommandTest {
    @Test
    void namesTheSecretsThatTheFolderHasByItself(@TempDir Path folder) throws Exception {
        Files.writeString(
                folder.resolve("test.yaml"),
                "apiVersion: softphone.dev/v1alpha1\nkind: SoftphoneLoadTest\nmetadata: {name: x}\n");
        Path secrets = Files.writeString(
                folder.resolve("secrets.yaml"),
                "apiVersion: v1\nkind: Secret\nmetadata: {name: agents}\nstringData: {users.csv: none}\n");
        SecretOptions options = CommandLine.populateCommand(new SecretOptions());

        assertThat(options.again(TestFolder.read(folder, null, List.of()).secrets()))
                .isEqualTo(" --secrets " + secrets);
    }

    @Test
    void namesEachOptionThatWasGiven() {
        SecretOptions secrets =
                CommandLine.populateCommand(new SecretOptions(), "--secrets", "a.yaml", "--secrets-dir", "mounted");
        TargetOptions targets = CommandLine.populateCommand(
                new TargetOptions(), "--allow-target", "gw.test", "--allow-target", "x.test");

        assertThat(secrets.again(secrets.files())).isEqualTo(" --secrets a.yaml --secrets-dir mounted");
        assertThat(targets.again()).isEqualTo(" --allow-target gw.test --allow-target x.test");
    }
}

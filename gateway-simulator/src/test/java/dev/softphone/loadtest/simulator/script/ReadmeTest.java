package dev.softphone.loadtest.simulator.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {

    @Test
    void showsOnlyScriptsThatTheGatewayTakes(@TempDir Path folder) throws Exception {
        for (String file : new String[] {"cert.pem", "key.pem", "ca.pem"}) {
            Files.writeString(folder.resolve(file), "");
        }
        Matcher blocks =
                Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("README.md")));
        int count = 0;
        while (blocks.find()) {
            String block = blocks.group(1);
            assertThatCode(() -> ScriptReader.read(block, folder)).as(block).doesNotThrowAnyException();
            count++;
        }
        assertThat(count).isGreaterThanOrEqualTo(7);
    }
}

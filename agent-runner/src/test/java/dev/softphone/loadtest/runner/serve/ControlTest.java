package dev.softphone.loadtest.runner.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softphone.loadtest.runner.serve.Control.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlTest {
    private static final Map<String, String> RUN = Map.of(
            "command", "Run",
            "startAt", "2026-11-21T10:00:00.250Z",
            "trial", "1",
            "reportIntervalMillis", "2000",
            "jobs", "Created");

    /** Written by the operator's tests. */
    private static final Path WRITTEN = Path.of("../crds/src/test/resources/control");

    @Test
    void saysWhatToDoAndWhen() {
        assertThat(Control.of(RUN))
                .isEqualTo(new Control(
                        Command.Run,
                        Optional.of(Instant.parse("2026-11-21T10:00:00.250Z")),
                        1,
                        Optional.empty(),
                        2000,
                        Optional.empty()));
    }

    @Test
    void saysWhosePreflightIsDue() {
        Map<String, String> data = new HashMap<>(RUN);
        data.put("preflight", "eu-west-1");

        assertThat(Control.of(data).preflight()).contains("eu-west-1");
    }

    @ParameterizedTest
    @CsvSource({"Arm", "Drain", "Abort"})
    void onlyAStartNeedsATime(Command command) {
        Map<String, String> data = new HashMap<>(RUN);
        data.remove("startAt");
        data.put("command", command.name());

        assertThat(Control.of(data).command()).isEqualTo(command);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "nothing",
            delimiter = '|',
            value = {
                "command              | nothing  | Arm, Run, Drain or Abort",
                "command              | run      | Arm, Run, Drain or Abort",
                "startAt              | nothing  | a time, with command Run",
                "startAt              | tomorrow | a time as RFC 3339 writes it",
                "trial                | nothing  | a number from 1 to 1000",
                "trial                | 0        | a number from 1 to 1000",
                "trial                | 1001     | a number from 1 to 1000",
                "softphones           | 0        | a number from 1 to 1000000",
                "rampMillis           | -1       | a number from 0 to 9223372036854",
                "reportIntervalMillis | 2s       | a number from 1 to 2147483647",
            })
    void anythingElseIsRefusedWithFieldRequiredAndObserved(String field, String observed, String required) {
        Map<String, String> data = new HashMap<>(RUN);
        if (field.equals("rampMillis")) {
            data.put("softphones", "10");
        }
        data.remove(field);
        if (observed != null) {
            data.put(field, observed);
        }

        assertThatThrownBy(() -> Control.of(data))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("control object, " + field + ": required " + required + ", observed "
                        + (observed == null ? "nothing" : observed));
    }

    @ParameterizedTest
    @CsvSource({"arm", "run", "trial", "drain"})
    void whatTheOperatorWritesIsUnderstood(String name) throws IOException {
        Map<String, String> data = new HashMap<>();
        for (String line : Files.readAllLines(WRITTEN.resolve(name + ".txt"))) {
            data.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        }
        Control told = Control.of(data);

        assertThat(told.command()).isEqualTo(name.equals("trial") ? Command.Run : Command.valueOf(capital(name)));
        assertThat(told.reportIntervalMillis()).isEqualTo(2000);
        assertThat(told.startAt().isPresent()).isEqualTo(!name.equals("arm"));
        assertThat(told.size())
                .isEqualTo(name.equals("trial") ? Optional.of(new Control.Size(150, 20_000)) : Optional.empty());
        assertThat(told.trial()).isEqualTo(name.equals("trial") ? 3 : 1);
        assertThat(told.preflight().isPresent()).isEqualTo(name.equals("arm"));
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}

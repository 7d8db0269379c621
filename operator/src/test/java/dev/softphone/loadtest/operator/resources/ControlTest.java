package dev.softphone.loadtest.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.operator.resources.Control.Command;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written here is what the runner's own tests read. */
class ControlTest {
    private static final Path READ = Path.of("../crds/src/test/resources/control");
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00.250Z");
    private static final Control ARM = Control.arm(Duration.ofSeconds(2));

    private static final SoftphoneLoadTest TEST = new SoftphoneLoadTest();

    static {
        TEST.setMetadata(new ObjectMetaBuilder()
                .withName("login")
                .withNamespace("calls")
                .withUid("1")
                .build());
    }

    static Stream<Arguments> controls() {
        Control run = ARM.withJobsCreated().run(AT);
        return Stream.of(
                Arguments.of("arm", ARM.withPreflightOf("eu-west-1")),
                Arguments.of("run", run),
                Arguments.of("trial", ARM.withJobsCreated().run(AT, 3, new Control.Size(150, 20_000))),
                Arguments.of("drain", run.told(Command.Drain)));
    }

    @Test
    void aStartIsWrittenOverWhatWasReadAndAnEndOverAnything() {
        ConfigMap read = ARM.withJobsCreated().configMap(TEST);
        read.getMetadata().setResourceVersion("7");
        Control control = Control.of(read);

        assertThat(version(control.run(AT))).isEqualTo("7");
        assertThat(version(control.run(AT, 2, new Control.Size(150, 20_000)))).isEqualTo("7");
        assertThat(version(control.told(Command.Abort))).isNull();
    }

    private static @Nullable String version(Control control) {
        return control.configMap(TEST).getMetadata().getResourceVersion();
    }

    @ParameterizedTest
    @MethodSource("controls")
    void isWrittenAsRunnersReadItAndReadAgainAsItWas(String name, Control control) throws IOException {
        ConfigMap map = control.configMap(TEST);

        String written = new TreeMap<>(map.getData())
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                        .collect(Collectors.joining());
        assertThat(written).isEqualTo(Files.readString(READ.resolve(name + ".txt")));
        assertThat(Control.of(map)).isEqualTo(control);
    }
}

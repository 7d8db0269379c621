package dev.softphone.loadtest.runner.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class HostProbeTest {

    @Test
    void readsWhatAPodSees() throws IOException {
        HostReading reading = golden("pod");

        assertThat(reading.descriptorLimit()).hasValue(1024);
        assertThat(reading.descriptors())
                .as("five entries, one of them the listing's")
                .hasValue(4);
        assertThat(reading.portLow()).hasValue(1024);
        assertThat(reading.portHigh()).hasValue(65535);
        assertThat(reading.portsReserved()).hasValue(1 + 2768 + 536);
        assertThat(reading.sockets()).hasValue(842);
        assertThat(reading.timeWait()).hasValue(417);
        assertThat(reading.retransmits()).hasValue(55);
        assertThat(reading.segmentsSent()).hasValue(28370);
        assertThat(reading.listenOverflows()).hasValue(7);
        assertThat(reading.conntrack()).hasValue(4711);
        assertThat(reading.conntrackMax()).hasValue(131072);
        assertThat(reading.throttledMicros()).hasValue(1650400);
    }

    @Test
    void findsTheQuotaOfTheFirstKindOfCgroups() throws IOException {
        assertThat(golden("v1").throttledMicros()).hasValue(250_000);
        assertThat(golden("v1-in-a-container").throttledMicros()).hasValue(9);
    }

    @Test
    void doesNotKnowWhatIsNotThere(@TempDir Path empty) throws Exception {
        try (HostProbe probe = new HostProbe(empty)) {
            assertNothingIsKnown(probe.read());
        }
    }

    @Test
    void doesNotKnowWhatItCannotRead() throws Exception {
        HostReading reading = golden("garbled");

        assertThat(reading.portLow()).hasValue(32768);
        assertNothingIsKnown(new HostReading(
                reading.descriptorLimit(),
                reading.descriptors(),
                OptionalLong.empty(),
                reading.portHigh(),
                reading.portsReserved(),
                reading.sockets(),
                reading.timeWait(),
                reading.retransmits(),
                reading.segmentsSent(),
                reading.listenOverflows(),
                reading.conntrack(),
                reading.conntrackMax(),
                reading.throttledMicros()));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void seesADescriptorThatWasOpenedOnThisHost() throws IOException {
        try (HostProbe probe = new HostProbe(Path.of("/"))) {
            long before = probe.read().descriptors().orElseThrow();
            try (HostProbe another = new HostProbe(Path.of("/"))) {
                assertThat(probe.read().descriptors().orElseThrow()).isGreaterThan(before);
                assertThat(another.read().portHigh()).isPresent();
            }
            assertThat(probe.read().descriptorLimit().orElseThrow()).isGreaterThan(before);
            assertThat(probe.read().segmentsSent()).isPresent();
        }
    }

    private static void assertNothingIsKnown(HostReading reading) throws ReflectiveOperationException {
        for (RecordComponent component : HostReading.class.getRecordComponents()) {
            assertThat(component.getAccessor().invoke(reading))
                    .as(component.getName())
                    .isEqualTo(OptionalLong.empty());
        }
    }

    private static HostReading golden(String name) throws IOException {
        try (HostProbe probe = new HostProbe(Path.of("src/test/resources/host", name))) {
            return probe.read();
        }
    }
}

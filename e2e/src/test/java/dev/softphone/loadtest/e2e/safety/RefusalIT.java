package dev.softphone.loadtest.e2e.safety;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.e2e.Gateway;
import dev.softphone.loadtest.e2e.LoadRun;
import dev.softphone.loadtest.e2e.OwnNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused sends nothing, writes nothing, and says which field, what is required and what was observed. */
class RefusalIT {
    private static final int REFUSED = 3;
    private static final long PREFLIGHT = 1;
    private static final String OUTSIDE = "198.18.0.1";
    private static final String LINK_LOCAL = "169.254.7.7";

    @TempDir
    Path directory = Path.of("set by JUnit");

    /**
     * @param line of the manifest
     * @param spoilt what stands in its place
     * @param told sentences, one for each thing that is wrong
     */
    private record Case(String name, String line, String spoilt, List<String> told) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(
                        "an unknown field", "  hold: 1s", "  holds: 1s", List.of("spec.holds: required a known field")),
                new Case(
                        "a duration that is none",
                        "rampUp: {over: 1s}",
                        "rampUp: {over: soon}",
                        List.of("spec.arrival.rampUp.over: required", "observed \"soon\"")),
                new Case(
                        "a number out of its bounds",
                        "softphones: 3",
                        "softphones: 0",
                        List.of("spec.softphones: required at least 1, observed 0")),
                new Case(
                        "two durations that are none",
                        "    rampUp: {over: 1s}\n  timeouts: {upgrade: 1s}",
                        "    rampUp: {over: soon}\n  timeouts: {upgrade: never}",
                        List.of("spec.arrival.rampUp.over: required", "spec.timeouts.upgrade: required")),
                new Case(
                        "fewer identities than softphones",
                        "softphones: 3",
                        "softphones: 5",
                        List.of("spec.identities.secretRefs: required 5 identities, one for each softphone,"
                                + " observed 3 in 1 file")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aWrongManifestStartsNothing(Case wrong) throws Exception {
        try (ServerSocket gateway = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            LoadRun.Result run = run(gateway, wrong.line(), wrong.spoilt());

            isRefused(run);
            assertThat(run.messages()).contains(wrong.told()).doesNotContain("not-to-be-quoted");
            assertThat(connections(gateway)).as("%s", run).isZero();
        }
    }

    @Test
    void theSameManifestUnspoiltIsRun() throws Exception {
        try (ServerSocket gateway = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            LoadRun.Result run = run(gateway, "", "");

            assertThat(run.exitCode()).as("%s", run).isNotEqualTo(REFUSED);
            assertThat(connections(gateway)).as("%s", run).isEqualTo(3 + PREFLIGHT);
        }
    }

    @Test
    void aHostThatIsNotAllowedGetsNoPacketUntilItIs() throws Exception {
        OwnNetwork network = OwnNetwork.withLoopback().address(OUTSIDE);
        try (Gateway gateway = Gateway.start("outside", network.command(), "--host", OUTSIDE)) {
            List<String> there = network.joining(gateway.process());

            LoadRun.Result refused = gateway.run("outside").under(there).run();
            LoadRun.Result allowed = gateway.run("outside")
                    .under(there)
                    .with("--allow-target", OUTSIDE)
                    .run();

            isRefused(refused);
            assertThat(refused.messages())
                    .contains(OUTSIDE + ": required loopback, or a target that is allowed, observed neither")
                    .contains("--allow-target " + OUTSIDE);
            LoadRun.Result seen = allowed.beside(gateway.truth());
            assertThat(seen.exitCode()).as("%s", seen).isZero();
            assertThat(seen.truth("/tcp/accepted"))
                    .as("of the second run only\n%s", seen)
                    .isEqualTo(3 + PREFLIGHT);
        }
    }

    @Test
    void aLinkLocalAddressIsRefusedThoughAllowed() throws Exception {
        OwnNetwork network = OwnNetwork.withLoopback().address(LINK_LOCAL);
        try (Gateway gateway = Gateway.start("outside", network.command(), "--host", LINK_LOCAL)) {
            LoadRun.Result run = gateway.run("outside")
                    .under(network.joining(gateway.process()))
                    .with("--allow-target", LINK_LOCAL, "--allow-target", "169.254.0.0/16")
                    .run();

            isRefused(run);
            assertThat(run.messages()).contains(LINK_LOCAL).contains("a link-local address");
            LoadRun.Result seen = run.beside(gateway.truth());
            assertThat(seen.truth("/tcp/accepted")).as("%s", seen).isZero();
        }
    }

    private static void isRefused(LoadRun.Result run) {
        assertThat(run.exitCode()).as("%s", run).isEqualTo(REFUSED);
        assertThat(run.printed()).as("%s", run).isEmpty();
        assertThat(run.out()).as("%s", run).doesNotExist();
        assertThat(run.messages()).as("a sentence, no stack trace").doesNotContain("Exception");
    }

    private LoadRun.Result run(ServerSocket gateway, String line, String spoilt)
            throws IOException, InterruptedException {
        String manifest = Files.readString(LoadRun.scenario("refusals").resolve("test.yaml"))
                .replace("ws://gateway.example", "ws://127.0.0.1:" + gateway.getLocalPort());
        assertThat(manifest).contains(line);
        Path file = directory.resolve("test.yaml");
        Files.writeString(file, manifest.replace(line, spoilt));
        return LoadRun.of(file).run();
    }

    /** That the kernel took for this socket so far; the run is over. */
    private static int connections(ServerSocket gateway) throws IOException {
        gateway.setSoTimeout(1);
        int count = 0;
        while (true) {
            try {
                gateway.accept().close();
                count++;
            } catch (SocketTimeoutException none) {
                return count;
            }
        }
    }
}

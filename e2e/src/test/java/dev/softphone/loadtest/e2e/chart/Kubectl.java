package dev.softphone.loadtest.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.e2e.ApiServer;
import dev.softphone.loadtest.e2e.Helm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The administrator's, of an API server. */
record Kubectl(ApiServer server, Path kubeconfig) {

    /** What it printed. */
    String run(String... words) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(server.kubectl().toString(), "--kubeconfig", kubeconfig.toString()));
        command.addAll(List.of(words));
        Helm.Output output = Helm.run(command);
        succeeds(output);
        return output.out();
    }

    static void succeeds(Helm.Output output) {
        assertThat(output.exitCode()).as(output.out() + output.messages()).isZero();
    }
}

package dev.softphone.loadtest.runner.serve;

import java.util.HashMap;
import java.util.Map;

/** The environment of a runner's pod. */
final class Pods {
    private Pods() {}

    static Map<String, String> environment() {
        return new HashMap<>(Map.of(
                "NAMESPACE", "load",
                "POD_NAME", "monday-eu-0-x7k2p",
                "POD_UID", "uid-1",
                "POD_IP", "10.90.97.5",
                "NODE_NAME", "node-1",
                "JOB_COMPLETION_INDEX", "0",
                "INDEX_FAILURE_COUNT", "",
                "REGION", "eu",
                "TEST", "monday"));
    }

    static Pod pod(String uid, int epoch) throws Exception {
        return pod(uid, epoch, 0);
    }

    /** @param ignored failures that do not count against the Job's limit */
    static Pod pod(String uid, int failures, int ignored) throws Exception {
        Map<String, String> environment = environment();
        environment.put("POD_UID", uid);
        environment.put("INDEX_FAILURE_COUNT", String.valueOf(failures));
        if (ignored > 0) {
            environment.put("INDEX_IGNORED_FAILURE_COUNT", String.valueOf(ignored));
        }
        return Pod.of(environment);
    }
}

package dev.softphone.loadtest.runner.serve;

import dev.softphone.loadtest.runner.RefusedException;
import java.util.Map;
import java.util.Optional;

/**
 * Who this pod is, as the downward API and its Job say.
 *
 * @param name of the pod; a person's way to its log
 * @param index its completion index, from 0, within its region's Job
 */
public record Pod(
        Incarnation incarnation,
        String namespace,
        String name,
        Optional<String> node,
        Optional<String> address,
        String test,
        String region,
        int index) {

    /** @throws RefusedException for a variable that is missing or is no number */
    public static Pod of(Map<String, String> environment) throws RefusedException {
        // Those that count against the Job's limit, and those that do not: each makes an epoch.
        int epoch = count(environment, "INDEX_FAILURE_COUNT") + count(environment, "INDEX_IGNORED_FAILURE_COUNT");
        return new Pod(
                new Incarnation(required(environment, "POD_UID"), epoch),
                required(environment, "NAMESPACE"),
                required(environment, "POD_NAME"),
                optional(environment, "NODE_NAME"),
                optional(environment, "POD_IP"),
                required(environment, "TEST"),
                required(environment, "REGION"),
                number("JOB_COMPLETION_INDEX", required(environment, "JOB_COMPLETION_INDEX")));
    }

    /** The name of its SoftphoneRunner. */
    public String runner() {
        return test + "-" + region + "-" + index;
    }

    /** The name of the test's control object. */
    public String control() {
        return test + "-control";
    }

    private static Optional<String> optional(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** An annotation of the pod, there from the first failure on. */
    private static int count(Map<String, String> environment, String name) throws RefusedException {
        Optional<String> failures = optional(environment, name);
        return failures.isPresent() ? number(name, failures.get()) : 0;
    }

    private static String required(Map<String, String> environment, String name) throws RefusedException {
        return optional(environment, name)
                .orElseThrow(() -> new RefusedException("environment variable " + name
                        + ": required, as the pod of a runner has it, observed nothing"));
    }

    private static int number(String name, String value) throws RefusedException {
        try {
            int number = Integer.parseInt(value);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw new RefusedException("environment variable " + name + ": required a number from 0, observed " + value);
    }
}

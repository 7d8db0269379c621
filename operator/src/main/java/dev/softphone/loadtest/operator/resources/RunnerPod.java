package dev.softphone.loadtest.operator.resources;

import io.fabric8.kubernetes.api.model.Quantity;

/**
 * How the operator runs runners.
 *
 * @param image of the runner
 * @param pullPolicy {@code Always}, {@code IfNotPresent} or {@code Never}
 * @param cpu request and limit
 * @param memory request and limit
 */
public record RunnerPod(String image, String pullPolicy, Quantity cpu, Quantity memory) {}

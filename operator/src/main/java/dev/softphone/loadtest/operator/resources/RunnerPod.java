package dev.softphone.loadtest.operator.resources;

import dev.softphone.loadtest.api.v1alpha1.RunnerTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the operator runs runners.
 *
 * @param image of the runner
 * @param pullPolicy {@code Always}, {@code IfNotPresent} or {@code Never}
 * @param pullSecrets names of Secrets in the test's namespace to pull the image with
 * @param cpu request and limit
 * @param memory request and limit
 */
public record RunnerPod(String image, String pullPolicy, List<String> pullSecrets, Quantity cpu, Quantity memory) {

    /** The same with what the test asks for. */
    public RunnerPod with(@Nullable RunnerTemplateSpec template) {
        if (template == null || template.resources() == null) {
            return this;
        }
        String ownCpu = template.resources().cpu();
        String ownMemory = template.resources().memory();
        return new RunnerPod(
                image,
                pullPolicy,
                pullSecrets,
                ownCpu == null ? cpu : new Quantity(ownCpu),
                ownMemory == null ? memory : new Quantity(ownMemory));
    }

    public long milliCpu() {
        return cpu.getNumericalAmount().movePointRight(3).longValue();
    }

    public long memoryBytes() {
        return memory.getNumericalAmount().longValue();
    }
}

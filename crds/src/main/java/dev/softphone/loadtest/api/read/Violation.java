package dev.softphone.loadtest.api.read;

/**
 * One reason why something given cannot be used.
 *
 * @param path where: {@code spec.arrival.rampUp.over}, or {@code test.yaml:12} where there is no tree yet
 * @param required what is needed there
 * @param observed what stands there instead; never a secret
 */
public record Violation(String path, String required, String observed) {

    /** {@code spec.softphones: required at most 1000000, observed 2000000}. */
    @Override
    public String toString() {
        return path + ": required " + required + ", observed " + observed;
    }
}

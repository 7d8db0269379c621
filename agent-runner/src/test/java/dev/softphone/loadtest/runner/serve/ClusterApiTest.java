package dev.softphone.loadtest.runner.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterApiTest {

    @ParameterizedTest
    @CsvSource({"401, true", "403, true", "0, false", "404, false", "429, false", "500, false", "503, false"})
    void whoIsNotKnownOrNotLetIsDeniedAndNobodyElse(int code, boolean denied) {
        assertThatThrownBy(() -> ClusterApi.asked(() -> {
                    throw new KubernetesClientException("no", code, null);
                }))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.denied()).isEqualTo(denied));
    }
}

package dev.softphone.loadtest.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.api.v1alpha1.RunnerTemplateSpec;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeMatchTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final Node NODE = YAML.unmarshal("""
            apiVersion: v1
            kind: Node
            metadata: {name: node-1, labels: {pool: load, arch: amd64}}
            spec:
              taints:
                - {key: dedicated, value: load, effect: NoSchedule}
                - {key: busy, effect: PreferNoSchedule}
            """, Node.class);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tolerations: [{key: dedicated, operator: Equal, value: load}]                       | true",
                "tolerations: [{key: dedicated, operator: Equal, value: other}]                      | false",
                "tolerations: [{key: dedicated, operator: Exists, effect: NoExecute}]                | false",
                "tolerations: [{operator: Exists}]                                                   | true",
                "labels: {team: voice}                                                               | false",
                "nodeSelector: {pool: load}, tolerations: [{operator: Exists}]                       | true",
                "nodeSelector: {pool: other}, tolerations: [{operator: Exists}]                      | false",
            })
    void aNodeCountsWhenPodsMayGoThere(String template, boolean fits) {
        assertThat(NodeMatch.fits(NODE, template("{" + template + "}"))).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({
        "'{key: arch, operator: In, values: [amd64]}', true",
        "'{key: arch, operator: In, values: [arm64]}', false",
        "'{key: arch, operator: NotIn, values: [arm64]}', true",
        "'{key: other, operator: Exists}', false",
        "'{key: other, operator: DoesNotExist}', true"
    })
    void aNodeIsThereOnlyWithTheLabelsThatPodsNeed(String expression, boolean fits) {
        assertThat(NodeMatch.fits(NODE, template("""
                tolerations: [{operator: Exists}]
                affinity:
                  nodeAffinity:
                    requiredDuringSchedulingIgnoredDuringExecution:
                      nodeSelectorTerms: [{matchExpressions: [%s]}]
                """.formatted(expression)))).isEqualTo(fits);
    }

    @Test
    void aTaintThatOnlyPrefersKeepsNobodyAway() {
        Node preferred = YAML.unmarshal("""
                apiVersion: v1
                kind: Node
                metadata: {name: node-2}
                spec: {taints: [{key: busy, effect: PreferNoSchedule}]}
                """, Node.class);

        assertThat(NodeMatch.fits(preferred, null)).isTrue();
        assertThat(NodeMatch.fits(NODE, null)).isFalse();
    }

    private static RunnerTemplateSpec template(String yaml) {
        return YAML.unmarshal("---\n" + yaml, RunnerTemplateSpec.class);
    }
}

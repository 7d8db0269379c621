package dev.softphone.loadtest.operator.resources;

import dev.softphone.loadtest.api.report.TrialsCodec;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.measure.Trial;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The trials of a search that have ended, as long as it goes on; the test's report has them afterwards. */
public final class TrialsMap {
    private static final String TRIALS = "trials.json.gz";

    private TrialsMap() {}

    public static ConfigMap of(SoftphoneLoadTest test, List<Trial> trials) {
        return map(test, Map.of(TRIALS, Base64.getEncoder().encodeToString(TrialsCodec.encode(trials))));
    }

    /** Nobody goes on with them. */
    public static ConfigMap done(SoftphoneLoadTest test) {
        return map(test, Map.of());
    }

    /** @throws IllegalArgumentException if they are none of ours */
    public static List<Trial> read(ConfigMap map) {
        String text = map.getBinaryData() == null ? null : map.getBinaryData().get(TRIALS);
        return text == null ? List.of() : TrialsCodec.decode(Base64.getDecoder().decode(text));
    }

    private static ConfigMap map(SoftphoneLoadTest test, Map<String, String> binary) {
        return new ConfigMapBuilder()
                .withMetadata(Names.owned(test, Names.trials(test.getMetadata().getName())))
                .withBinaryData(binary)
                .build();
    }
}

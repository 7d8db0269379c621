package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.measure.Trial;
import dev.softphone.loadtest.operator.resources.TrialsMap;
import io.fabric8.kubernetes.api.model.ConfigMap;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The ended trials of searches that go on, read once for each version of the object that holds them. Safe from any thread. */
@ApplicationScoped
public class TrialStore {
    private record Read(String version, List<Trial> trials) {}

    private final Map<String, Read> byUid = new ConcurrentHashMap<>();

    List<Trial> read(Optional<ConfigMap> map) {
        return map.map(one -> byUid.compute(one.getMetadata().getUid(), (uid, before) -> {
                    String version = one.getMetadata().getResourceVersion();
                    return before != null && before.version().equals(version)
                            ? before
                            : new Read(version, TrialsMap.read(one));
                }))
                .map(Read::trials)
                .orElse(List.of());
    }

    /** Its test is over, or it is gone. */
    void forget(ConfigMap map) {
        byUid.remove(map.getMetadata().getUid());
    }

    boolean remembers(ConfigMap map) {
        return byUid.containsKey(map.getMetadata().getUid());
    }
}

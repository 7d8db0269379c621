package dev.softphone.loadtest.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.measure.Coverage;
import dev.softphone.loadtest.measure.Trial;
import dev.softphone.loadtest.operator.resources.TrialsMap;
import dev.softphone.loadtest.search.SearchCourse;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrialStoreTest {
    private final TrialStore store = new TrialStore();

    @Test
    void trialsAreReadOnceForEachVersionOfTheirObject() {
        List<Trial> first = store.read(Optional.of(map("1", 30)));

        assertThat(store.read(Optional.of(map("1", 60)))).isSameAs(first);
        assertThat(store.read(Optional.of(map("2", 60))))
                .extracting(Trial::softphones)
                .containsExactly(60);
        assertThat(store.read(Optional.empty())).isEmpty();
    }

    @Test
    void nothingIsRememberedOfASearchThatIsOverOrGone() {
        store.read(Optional.of(map("1", 30)));
        assertThat(store.remembers(map("1", 30))).isTrue();

        store.forget(map("7", 30));

        assertThat(store.remembers(map("1", 30))).isFalse();
    }

    private static ConfigMap map(String version, int softphones) {
        Trial trial = SearchCourse.ended(1, softphones, 0, true, Coverage.WHOLE, FakeRunner.measured(softphones, 0));
        ConfigMap map = TrialsMap.of(new Scene("softphones: 90").test(), List.of(trial));
        map.getMetadata().setUid("map-1");
        map.getMetadata().setResourceVersion(version);
        return map;
    }
}

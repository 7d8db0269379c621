package dev.softphone.loadtest.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.e2e.Helm;
import dev.softphone.loadtest.e2e.LoadRun;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The figures of docs/figures.md that can be counted. */
class FiguresIT {
    private static final String NONE = "0";

    @Test
    void theOperatorsRulesAreAsManyAsThePageSays() throws Exception {
        Helm.required();
        Map<String, String> counted = new TreeMap<>();
        for (String set : Render.sets()) {
            Map<String, Set<String>> rights =
                    Rights.ofOperator(Render.of(Helm.THREE, set).objects());
            String namespaces = rights.entrySet().stream()
                    .filter(place -> !place.getKey().equals(Rights.EVERYWHERE))
                    .map(place -> place.getKey() + " " + place.getValue().size())
                    .reduce((one, other) -> one + ", " + other)
                    .orElse(NONE);
            int cluster = rights.getOrDefault(Rights.EVERYWHERE, Set.of()).size();
            counted.put(set, namespaces + " | " + cluster);
        }
        Map<String, String> told = new TreeMap<>();
        for (String line : Files.readAllLines(LoadRun.root().resolve("docs/figures.md"))) {
            if (line.startsWith("| `renders/")) {
                String[] cells = line.split("\\|", -1);
                String set = cells[1].strip().replace("`renders/", "").replace("`", "");
                told.put(set, cells[3].strip() + " | " + cells[4].strip());
            }
        }

        assertThat(told).isEqualTo(counted);
    }
}

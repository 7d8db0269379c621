package dev.softphone.loadtest.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.plan.Inventory;
import org.junit.jupiter.api.Test;

class NodeInventoryTest {
    private final Scene scene = new Scene("softphones: 1");
    private int reads;

    @Test
    void nodesAreReadOnceInTenSecondsHoweverOftenTestsAreLookedAt() {
        NodeInventory nodes = new NodeInventory(
                () -> {
                    reads++;
                    return Inventory.UNKNOWN;
                },
                scene.clock());
        for (int second = 0; second < 30; second++) {
            nodes.read();
            scene.now = scene.now.plusSeconds(1);
        }
        assertThat(reads).isEqualTo(3);
    }
}

package dev.softphone.loadtest.plan;

import dev.softphone.loadtest.plan.Inventory.Node;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * How many runners the nodes of a region take.
 *
 * <pre>
 * of a node   = min(free CPU / CPU, free memory / memory, free pods, runners that its ports serve)
 * of a region = Σ over its nodes
 * </pre>
 *
 * @param nodes how many there are
 * @param runners how many fit
 * @param runnersButForPorts how many would, had the nodes ports without end
 * @param bestNode how many the roomiest node takes
 * @param scarcest what leaves the fewest by itself
 */
record NodeRoom(int nodes, long runners, long runnersButForPorts, long bestNode, String scarcest) {

    static NodeRoom of(List<Node> nodes, RunnerSize size, long byPorts) {
        ToLongFunction<Node> byCpu = node -> Math.max(0, node.freeMilliCpu()) / size.milliCpu();
        ToLongFunction<Node> byMemory = node -> Math.max(0, node.freeMemoryBytes()) / size.memoryBytes();
        ToLongFunction<Node> byPods = node -> Math.max(0, node.freePods());
        ToLongFunction<Node> byRequests = node ->
                Math.min(byCpu.applyAsLong(node), Math.min(byMemory.applyAsLong(node), byPods.applyAsLong(node)));
        ToLongFunction<Node> byAll = node -> Math.min(byPorts, byRequests.applyAsLong(node));
        long cpu = nodes.stream().mapToLong(byCpu).sum();
        long memory = nodes.stream().mapToLong(byMemory).sum();
        long least =
                Math.min(Math.min(cpu, memory), nodes.stream().mapToLong(byPods).sum());
        return new NodeRoom(
                nodes.size(),
                nodes.stream().mapToLong(byAll).sum(),
                nodes.stream().mapToLong(byRequests).sum(),
                nodes.stream().mapToLong(byAll).max().orElse(0),
                least == cpu ? "CPU" : least == memory ? "memory" : "pods");
    }

    /** How many nodes like the roomiest are missing for so many runners; where no node takes any, one for each. */
    long moreNodes(long wanted) {
        return Wholes.up(wanted - runners, Math.max(1, bestNode));
    }
}

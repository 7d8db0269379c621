package dev.softphone.loadtest.plan;

import java.util.List;

/**
 * The cluster cannot carry the test; nothing may be started.
 *
 * @param shortages all of them, never empty
 */
public record Infeasible(List<Shortage> shortages, List<String> arithmetic) implements Planning {

    public Infeasible {
        shortages = List.copyOf(shortages);
        arithmetic = List.copyOf(arithmetic);
    }

    /**
     * One thing that is missing.
     *
     * @param path the field of the spec, or of the runner's size ({@code runner.memory}), that asks for it
     * @param reason for machines; one of the constants below
     * @param observed with what is missing, such as "needs 3 more nodes in eu-west-1"
     */
    public record Shortage(String path, String reason, String required, String observed) {

        /** Too few ports for the connections: of a node's address, or of a NAT gateway. */
        public static final String PORTS = "InsufficientPorts";

        /** The nodes have not enough of processors, memory or pods free. */
        public static final String CAPACITY = "InsufficientCapacity";

        /** A runner of this size carries no softphone at all. */
        public static final String RUNNER_TOO_SMALL = "RunnerTooSmall";

        /** More runners than a test may have. */
        public static final String TOO_MANY_RUNNERS = "TooManyRunners";

        /** Source addresses, which no pod has to choose from. */
        public static final String SOURCE_ADDRESSES = "SourceAddressesInCluster";

        /** For people. */
        public String sentence() {
            return path + ": required " + required + ", observed " + observed;
        }
    }
}

package dev.softphone.loadtest.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.Gateway.GenericWebSocket.Connections;
import dev.softphone.loadtest.model.Placement.Capacity;
import dev.softphone.loadtest.model.Placement.Egress;
import dev.softphone.loadtest.model.Placement.Region;
import dev.softphone.loadtest.model.Retry;
import dev.softphone.loadtest.model.SourceAddress;
import dev.softphone.loadtest.plan.ExecutionPlan.RegionPlan;
import dev.softphone.loadtest.plan.Infeasible.Shortage;
import dev.softphone.loadtest.plan.Inventory.Node;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlannerTest {

    /** Carries 29,030 softphones by ports, and more by everything else. */
    private static final RunnerSize LARGE = new RunnerSize(64_000, 64L << 30, 1_048_576, 1024, 65_535);

    private static final RunnerSize ORDINARY = new RunnerSize(1000, 512L << 20, 1_048_576, 1024, 65_535);

    private static final Region TWO_THIRDS = new Region("eu-west-1", 2);
    private static final Region ONE_THIRD = new Region("us-east-1", 1);

    @Test
    void twoHundredSoftphonesDoNotRunOutOfPorts() {
        ExecutionPlan plan = planned(PlannedTest.of(200), new RunnerSize(1000, 512L << 20, 1_048_576, 32_768, 60_999));

        assertThat(plan.arithmetic())
                .containsExactly(
                        "200 softphones use 200 of 28,232 TCP ports towards one destination from one address: 0.7 %",
                        "a runner carries at most 12,704 softphones: 12,704 by ports, 104,857 by the node's connection"
                                + " tracking, 1,048,320 by descriptors, 27,306 by memory, 134,146 by CPU",
                        "default: 200 of 200 softphones on 1 runner",
                        "nodes unknown: what they have free was not checked");
    }

    @Test
    void twoToOneIsTwoHundredAndAHundredOfThreeHundred() {
        ExecutionPlan plan = planned(PlannedTest.of(300).in(TWO_THIRDS, ONE_THIRD), ORDINARY);

        assertThat(plan.regions())
                .containsExactly(
                        new RegionPlan("eu-west-1", 0, List.of(2, 1), 1, 200),
                        new RegionPlan("us-east-1", 1, List.of(2, 1), 1, 100));
        assertThat(plan.assignments())
                .containsExactly(
                        new RunnerAssignment(0, "eu-west-1", 0, 1, 0, List.of(2, 1), 200),
                        new RunnerAssignment(1, "us-east-1", 0, 1, 1, List.of(2, 1), 100));
    }

    @Test
    void aRegionWithoutWeightHasNoRunner() {
        ExecutionPlan plan = planned(PlannedTest.of(300).in(TWO_THIRDS, new Region("ap-south-1", 0)), ORDINARY);

        assertThat(plan.regions()).extracting(RegionPlan::runners).containsExactly(1, 0);
        assertThat(plan.assignments()).hasSize(1);
        assertThat(plan.arithmetic()).contains("ap-south-1: no softphones");
    }

    @Test
    void theUsersCeilingDecidesWhereItIsTheLowest() {
        ExecutionPlan plan =
                planned(PlannedTest.of(500).in(TWO_THIRDS, ONE_THIRD).atMostOnARunner(100), ORDINARY);

        assertThat(plan.regions()).extracting(RegionPlan::runners).containsExactly(4, 2);
        assertThat(plan.arithmetic())
                .contains("eu-west-1: 333 of 500 softphones on 4 runners, at most 84 on one: decided by"
                        + " maxSoftphonesPerRunner");
    }

    @Test
    void portsDecideWhereTheyAreTheTightest() {
        assertThat(runners(PlannedTest.of(29_030), LARGE)).isEqualTo(1);
        assertThat(runners(PlannedTest.of(29_031), LARGE)).isEqualTo(2);
        assertThat(planned(PlannedTest.of(29_031), LARGE).arithmetic())
                .contains("default: 29,031 of 29,031 softphones on 2 runners, at most 14,516 on one: decided by ports");
    }

    @Test
    void aSoftphoneThatComesBackTakesASecondPort() {
        assertThat(runners(PlannedTest.of(29_030).retrying(Retry.Profile.FullJitter), LARGE))
                .isEqualTo(2);
    }

    @Test
    void churnLeavesPortsInTimeWait() {
        PlannedTest churn = PlannedTest.of(1000).holding(Duration.ofSeconds(10)).cycling(100);

        assertThat(SoftphoneCost.of(churn.test()).ports()).isEqualTo(1 + 6);
        assertThat(SoftphoneCost.of(churn.cycling(3).test()).ports()).isEqualTo(1 + 2);
        assertThat(SoftphoneCost.of(churn.limitedTo(50).test()).ports()).isEqualTo(1 + 3);
        assertThat(SoftphoneCost.of(churn.holding(Duration.ZERO).test()).ports())
                .isEqualTo(100);
    }

    @Test
    void aRestCallOnAConnectionOfItsOwnTakesAPort() {
        assertThat(SoftphoneCost.of(PlannedTest.of(100)
                                .calling(2, Connections.PerRequest)
                                .test())
                        .ports())
                .isEqualTo(3);
        assertThat(SoftphoneCost.of(PlannedTest.of(100)
                                .calling(2, Connections.Pooled)
                                .test())
                        .ports())
                .isEqualTo(1);
    }

    @Test
    void descriptorsDecideWhereTheLimitIsLow() {
        RunnerSize low = new RunnerSize(64_000, 64L << 30, 1024, 1024, 65_535);

        assertThat(runners(PlannedTest.of(768), low)).isEqualTo(1);
        assertThat(runners(PlannedTest.of(769), low)).isEqualTo(2);
    }

    @Test
    void halfAGibibyteHoldsTwelveThousandSecureSoftphones() {
        RunnerSize halfAGibibyte = new RunnerSize(64_000, 512L << 20, 1_048_576, 1024, 65_535);

        assertThat(runners(PlannedTest.of(12_000).secure(), halfAGibibyte)).isEqualTo(1);
        assertThat(runners(PlannedTest.of(12_700).secure(), halfAGibibyte)).isEqualTo(2);
    }

    @Test
    void processorsDecideWhereEverybodyComesAtOnce() {
        PlannedTest atOnce = PlannedTest.of(5000).secure().arriving(new Arrival.AtOnce());

        assertThat(runners(atOnce, ORDINARY)).isEqualTo(10);
        assertThat(runners(atOnce.limitedTo(100), ORDINARY)).isEqualTo(1);
        assertThat(planned(atOnce, ORDINARY).arithmetic())
                .contains("default: 5,000 of 5,000 softphones on 10 runners, at most 500 on one: decided by CPU");
    }

    @Test
    void runnersBehindANodesAddressAreOfASizeThatFillsIt() {
        PlannedTest masqueraded = PlannedTest.of(87_000).masqueraded();

        assertThat(runners(PlannedTest.of(87_000), LARGE)).isEqualTo(3);
        assertThat(runners(masqueraded, LARGE)).isEqualTo(4);
        assertThat(planned(masqueraded, LARGE).arithmetic())
                .contains(
                        "default: 87,000 of 87,000 softphones on 4 runners, at most 21,750 on one: that many fit on fewer"
                                + " nodes",
                        "default: 87,000 ports; all pods of a node share 64,512, at most 51,609 of them in use: 2 or more"
                                + " nodes");
    }

    @Test
    void saysHowManyNodesAreMissingForTheirPorts() {
        Shortage shortage = shortage(
                PlannedTest.of(200_000).in(TWO_THIRDS, ONE_THIRD).masqueraded(),
                Inventory.of(List.of(vast("a", "eu-west-1"), vast("b", "us-east-1"), vast("c", "us-east-1"))),
                LARGE);

        assertThat(shortage.path()).isEqualTo("placement.regions[0]");
        assertThat(shortage.reason()).isEqualTo("InsufficientPorts");
        assertThat(shortage.sentence())
                .isEqualTo(
                        "placement.regions[0]: required ports for 6 runners of 22,223 softphones, observed ports for 2"
                                + " on 1 node: needs 2 more nodes in eu-west-1");
    }

    @Test
    void saysHowManyNodesAreMissingForTheirMemory() {
        Inventory small = Inventory.of(IntStream.range(0, 2)
                .mapToObj(i -> new Node("node-" + i, "", 8000, 1L << 30, 110))
                .toList());

        assertThat(shortage(PlannedTest.of(1000).atMostOnARunner(100), small, ORDINARY)
                        .sentence())
                .isEqualTo("placement: required room for 10 runners of 1,000m CPU and 512 MiB, observed room for 4 on 2"
                        + " nodes, short of memory: needs 3 more nodes in the cluster");
    }

    @Test
    void saysThatARegionHasNoNode() {
        assertThat(shortage(
                                PlannedTest.of(300).in(TWO_THIRDS, ONE_THIRD),
                                Inventory.of(List.of(vast("a", "eu-west-1"))),
                                ORDINARY)
                        .sentence())
                .isEqualTo(
                        "placement.regions[1]: required room for 1 runner of 1,000m CPU and 512 MiB, observed room for 0"
                                + " on 0 nodes: needs 1 more node in us-east-1, for one runner each");
    }

    @Test
    void aNodeWithoutRoomForAPodHasNoRoom() {
        Node full = new Node("full", "", 64_000, 64L << 30, 0);

        assertThat(shortage(PlannedTest.of(1), Inventory.of(List.of(full)), ORDINARY)
                        .observed())
                .contains("short of pods");
    }

    @Test
    void findsTheShortagesOfAllRegionsAtOnce() {
        Planning planning =
                Planner.plan(PlannedTest.of(300).in(TWO_THIRDS, ONE_THIRD).test(), Inventory.of(List.of()), ORDINARY);

        assertThat(((Infeasible) planning).shortages())
                .extracting(Shortage::path)
                .containsExactly("placement.regions[0]", "placement.regions[1]");
    }

    @Test
    void nodesMayBeAddedToAnElasticCluster() {
        PlannedTest elastic = PlannedTest.of(200_000).masqueraded().on(Capacity.Elastic);

        assertThat(Planner.plan(elastic.test(), Inventory.of(List.of()), LARGE))
                .isInstanceOfSatisfying(ExecutionPlan.class, plan -> assertThat(plan.arithmetic())
                        .contains("nodes may be added: what they have free was not checked"));
    }

    @Test
    void noNodeCuresANatGatewayWithoutPorts() {
        PlannedTest behindNat = PlannedTest.of(200_000)
                .in(TWO_THIRDS, ONE_THIRD)
                .on(Capacity.Elastic)
                .through(new Egress(Egress.Mode.NatGateway, 2, 50_000));

        assertThat(shortage(behindNat, Inventory.UNKNOWN, LARGE).sentence())
                .isEqualTo("placement.egress: required 133,333 ports of the NAT gateway for 133,333 softphones in"
                        + " eu-west-1, observed 80,000, being 80 % of 50,000 on each of 2 addresses: needs 2 more"
                        + " addresses in eu-west-1");
        assertThat(Planner.plan(
                        behindNat
                                .through(new Egress(Egress.Mode.NatGateway, 4, 50_000))
                                .test(),
                        Inventory.UNKNOWN,
                        LARGE))
                .isInstanceOf(ExecutionPlan.class);
    }

    @Test
    void aRunnerThatCarriesNobodyIsRefusedByName() {
        Planning planning = Planner.plan(
                PlannedTest.of(1).test(), Inventory.UNKNOWN, new RunnerSize(50, 128L << 20, 200, 1024, 1024));

        assertThat(((Infeasible) planning).shortages())
                .extracting(Shortage::sentence)
                .containsExactly(
                        "runner.ports: required room for one softphone or more, observed 1024 to 1024",
                        "runner.descriptors: required room for one softphone or more, observed 200",
                        "runner.memory: required room for one softphone or more, observed 128 MiB",
                        "runner.cpu: required room for one softphone or more, observed 50m");
    }

    @Test
    void aTestHasAtMostAsManyRunnersAsCanBeNumbered() {
        assertThat(shortage(PlannedTest.of(1_000_000).atMostOnARunner(1), Inventory.UNKNOWN, LARGE)
                        .sentence())
                .isEqualTo(
                        "placement.maxSoftphonesPerRunner: required 9,999 runners at most, observed 1,000,000, with 1"
                                + " softphone on one");
        assertThat(planned(PlannedTest.of(9_999).atMostOnARunner(1), LARGE).assignments())
                .hasSize(9_999);
    }

    @Test
    void aPodHasNoSourceAddressesToChooseFrom() {
        Shortage shortage =
                shortage(PlannedTest.of(10).from(new SourceAddress("127.0.0.2", 1)), Inventory.UNKNOWN, ORDINARY);

        assertThat(shortage.path()).isEqualTo("placement.sourceAddresses");
        assertThat(shortage.reason()).isEqualTo("SourceAddressesInCluster");
    }

    private static Node vast(String name, String region) {
        return new Node(name, region, 1_000_000, 1L << 50, 110);
    }

    private static ExecutionPlan planned(PlannedTest test, RunnerSize size) {
        Planning planning = Planner.plan(test.test(), Inventory.UNKNOWN, size);
        assertThat(planning).isInstanceOf(ExecutionPlan.class);
        return (ExecutionPlan) planning;
    }

    private static int runners(PlannedTest test, RunnerSize size) {
        return planned(test, size).runners();
    }

    private static Shortage shortage(PlannedTest test, Inventory inventory, RunnerSize size) {
        Planning planning = Planner.plan(test.test(), inventory, size);
        assertThat(planning).isInstanceOf(Infeasible.class);
        assertThat(((Infeasible) planning).shortages()).hasSize(1);
        return ((Infeasible) planning).shortages().get(0);
    }
}

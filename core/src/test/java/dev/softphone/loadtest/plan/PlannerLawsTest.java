package dev.softphone.loadtest.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Placement;
import dev.softphone.loadtest.model.Placement.Capacity;
import dev.softphone.loadtest.model.Placement.Egress;
import dev.softphone.loadtest.model.Placement.Region;
import dev.softphone.loadtest.model.Retry;
import dev.softphone.loadtest.plan.ExecutionPlan.RegionPlan;
import dev.softphone.loadtest.plan.Inventory.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds of every plan, by random tests and clusters. */
class PlannerLawsTest {

    private static final int CASES = 300;
    private static final List<String> REGIONS = List.of("eu-west-1", "us-east-1", "ap-south-1", "sa-east-1", "af-1");

    /** A test, a cluster and a size of runner, all drawn from a seed. */
    private record Case(long seed, LoadTest test, Inventory inventory, RunnerSize size) {

        static Case draw(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            int softphones = 1
                    + random.nextInt(
                            switch (random.nextInt(8)) {
                                case 0 -> 30_000;
                                case 1, 2, 3 -> 6000;
                                default -> 50;
                            });
            PlannedTest test = PlannedTest.of(softphones)
                    .placed(placement(random))
                    .arriving(arrival(random, softphones))
                    .cycling(random.nextInt(4) == 0 ? 2 + random.nextInt(3) : 1)
                    .retrying(random.nextBoolean() ? Retry.Profile.None : Retry.Profile.FullJitter);
            if (random.nextBoolean()) {
                test = test.limitedTo(1 + random.nextInt(200));
            }
            RunnerSize size = new RunnerSize(
                    100 + random.nextInt(random.nextBoolean() ? 2000 : 20_000),
                    (193L + random.nextInt(random.nextBoolean() ? 400 : 4000)) << 20,
                    300 + random.nextInt(20_000),
                    1024,
                    2000 + random.nextInt(60_000));
            return new Case(seed, test.test(), inventory(random, size), size);
        }

        private static Placement placement(SplittableRandom random) {
            List<Region> regions = new ArrayList<>();
            for (String name : REGIONS.subList(0, random.nextInt(REGIONS.size() + 1))) {
                regions.add(new Region(name, random.nextInt(8)));
            }
            if (!regions.isEmpty() && regions.stream().allMatch(region -> region.weight() == 0)) {
                regions.set(0, new Region(REGIONS.get(0), 1));
            }
            Egress egress =
                    switch (random.nextInt(3)) {
                        case 0 -> new Egress(Egress.Mode.PodAddress, 0, 0);
                        case 1 -> new Egress(Egress.Mode.NodeMasquerade, 0, 0);
                        default ->
                            new Egress(Egress.Mode.NatGateway, 1 + random.nextInt(3), 1000 + random.nextInt(20_000));
                    };
            return new Placement(
                    regions,
                    random.nextBoolean() ? OptionalInt.of(1 + random.nextInt(1000)) : OptionalInt.empty(),
                    random.nextInt(4) == 0 ? Capacity.Elastic : Capacity.Existing,
                    egress);
        }

        private static Arrival arrival(SplittableRandom random, int softphones) {
            return switch (random.nextInt(5)) {
                case 0 -> new Arrival.AtOnce();
                case 1 -> new Arrival.Steps(1 + random.nextInt(softphones), Duration.ofMillis(random.nextInt(5000)));
                case 2 ->
                    new Arrival.Rate(1 + random.nextInt(100), Duration.ofSeconds(1), Arrival.Rate.Spacing.Poisson);
                case 3 -> new Arrival.Search(1, 1, Duration.ofSeconds(10), Duration.ZERO, Duration.ZERO, 1, 0);
                default -> new Arrival.RampUp(Duration.ofSeconds(random.nextInt(600)));
            };
        }

        private static Inventory inventory(SplittableRandom random, RunnerSize size) {
            if (random.nextInt(6) == 0) {
                return Inventory.UNKNOWN;
            }
            return Inventory.of(IntStream.range(0, random.nextInt(12))
                    .mapToObj(i -> node(random, "node-" + i, size))
                    .toList());
        }

        static Node node(SplittableRandom random, String name, RunnerSize size) {
            return new Node(
                    name,
                    REGIONS.get(random.nextInt(REGIONS.size())),
                    random.nextLong(-size.milliCpu(), 8 * size.milliCpu()),
                    random.nextLong(-size.memoryBytes(), 8 * size.memoryBytes()),
                    random.nextInt(-1, 20));
        }

        Planning plan() {
            return Planner.plan(test, inventory, size);
        }

        /** The plan if only nodes could be short; what nodes cannot cure is refused here as well. */
        Planning planWithoutNodes() {
            return Planner.plan(test, Inventory.UNKNOWN, size);
        }

        Case with(Inventory changed) {
            return new Case(seed, test, changed, size);
        }

        String words() {
            return "seed " + seed + ": " + test.softphones() + " softphones, " + test.placement() + ", " + size + ", "
                    + inventory;
        }
    }

    @Test
    void everyPlanSumsToTheRequest() {
        forEveryPlan((drawn, plan) -> {
            assertThat(plan.softphones())
                    .as(drawn.words())
                    .isEqualTo(drawn.test().softphones());
            for (RegionPlan region : plan.regions()) {
                assertThat(assignments(plan, region)
                                .mapToLong(RunnerAssignment::softphones)
                                .sum())
                        .as(drawn.words())
                        .isEqualTo(region.softphones());
            }
        });
    }

    @Test
    void everySoftphoneIsInThePartOfExactlyOneRunner() {
        forEveryPlan((drawn, plan) -> {
            int softphones = drawn.test().softphones();
            int[] owners = new int[softphones];
            for (RunnerAssignment runner : plan.assignments()) {
                Part part = runner.part();
                assertThat(part.countBelow(softphones)).as(drawn.words()).isEqualTo(runner.softphones());
                LongStream.range(0, runner.softphones()).forEach(nth -> owners[(int) part.wholeIndex(nth)]++);
            }
            assertThat(owners).as(drawn.words()).containsOnly(1);
        });
    }

    @Test
    void everyRegionIsWithinOneOfItsExactShare() {
        forEveryPlan((drawn, plan) -> {
            List<Region> regions = drawn.test().placement().regions();
            double sum = regions.stream().mapToInt(Region::weight).sum();
            assertThat(plan.regions()).hasSize(Math.max(1, regions.size()));
            for (int i = 0; i < regions.size(); i++) {
                RegionPlan region = plan.regions().get(i);
                assertThat(region.name()).isEqualTo(regions.get(i).name());
                assertThat(region.ordinal()).isEqualTo(i);
                assertThat(Math.abs(region.softphones()
                                - drawn.test().softphones() * regions.get(i).weight() / sum))
                        .as(drawn.words())
                        .isLessThan(1);
            }
        });
    }

    @Test
    void theRunnersOfARegionAreWithinOneOfEvenAndNoneIsEmpty() {
        forEveryPlan((drawn, plan) -> {
            for (RegionPlan region : plan.regions()) {
                double even = (double) region.softphones() / Math.max(1, region.runners());
                assertThat(assignments(plan, region)).as(drawn.words()).allSatisfy(runner -> {
                    assertThat(runner.softphones()).isPositive();
                    assertThat(Math.abs(runner.softphones() - even)).isLessThan(1);
                    assertThat(runner.softphones()).isLessThanOrEqualTo(region.mostOnARunner());
                    assertThat(runner.softphones())
                            .isLessThanOrEqualTo(drawn.test()
                                    .placement()
                                    .maxSoftphonesPerRunner()
                                    .orElse(Integer.MAX_VALUE));
                });
            }
        });
    }

    @Test
    void runnersAreNumberedInTheOrderOfTheRegions() {
        forEveryPlan((drawn, plan) -> {
            List<RunnerAssignment> runners = plan.assignments();
            assertThat(runners).as(drawn.words()).hasSize(plan.runners());
            int number = 0;
            for (RegionPlan region : plan.regions()) {
                for (int index = 0; index < region.runners(); index++, number++) {
                    RunnerAssignment runner = runners.get(number);
                    assertThat(runner.number()).isEqualTo(number);
                    assertThat(runner.region()).isEqualTo(region.name());
                    assertThat(runner.indexInRegion()).isEqualTo(index);
                }
            }
        });
    }

    @Test
    void aLimitIsDealtAsTheSoftphonesAre() {
        forEveryPlan((drawn, plan) -> {
            LoadTest test = drawn.test();
            if (test.arrival() instanceof Arrival.Search) {
                return;
            }
            ArrivalSchedule whole = ArrivalSchedule.of(test.arrival(), test.softphones(), test.limits(), test.seed());
            for (RunnerAssignment runner : plan.assignments()) {
                ArrivalSchedule own = whole.slice(Shares.of(runner.regionWeights()), runner.regionOrdinal())
                        .slice(runner.indexInRegion(), runner.runnersInRegion());
                assertThat((long) own.size()).as(drawn.words()).isEqualTo(runner.softphones());
                assertThat((long) own.wholeIndex(own.size() - 1))
                        .as(drawn.words())
                        .isEqualTo(runner.part().wholeIndex(runner.softphones() - 1));
            }
        });
    }

    @Test
    void moreNodesNeverTurnAFeasiblePlanIntoAnotherOne() {
        forEveryPlan((drawn, plan) -> {
            SplittableRandom random = new SplittableRandom(drawn.seed() + 1);
            List<Node> nodes = new ArrayList<>(drawn.inventory().nodes());
            for (int i = 0; i < 3; i++) {
                nodes.add(random.nextInt(nodes.size() + 1), Case.node(random, "new-" + i, drawn.size()));
                Inventory grown = new Inventory(drawn.inventory().knowledge(), nodes);
                assertThat(drawn.with(grown).plan()).as(drawn.words()).isEqualTo(plan);
            }
        });
    }

    @Test
    void theSameInputsGiveTheSamePlanWhateverTheOrderOfTheNodes() {
        for (long seed = 0; seed < CASES; seed++) {
            Case drawn = Case.draw(seed);
            Planning plan = drawn.plan();
            assertThat(Case.draw(seed).plan()).as(drawn.words()).isEqualTo(plan);
            List<Node> shuffled = new ArrayList<>(drawn.inventory().nodes());
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(drawn.with(new Inventory(drawn.inventory().knowledge(), shuffled))
                            .plan())
                    .as(drawn.words())
                    .isEqualTo(plan);
        }
    }

    @Test
    void refusesForWantOfNodesExactlyWhatDoesNotFitOnThem() {
        int refused = 0;
        int carried = 0;
        for (long seed = 0; seed < CASES; seed++) {
            Case drawn = Case.draw(seed);
            if (!(drawn.planWithoutNodes() instanceof ExecutionPlan unchecked)
                    || drawn.test().placement().capacity() == Capacity.Elastic
                    || drawn.inventory().knowledge() == Inventory.Knowledge.Unknown) {
                continue;
            }
            boolean fits = unchecked.regions().stream().allMatch(region -> fits(drawn, region));
            assertThat(drawn.plan() instanceof ExecutionPlan).as(drawn.words()).isEqualTo(fits);
            if (fits) {
                carried++;
            } else {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(CASES / 20);
        assertThat(carried).isGreaterThan(CASES / 20);
    }

    @Test
    void refusesForWantOfPortsExactlyWhatDoesNotFitBehindTheNodes() {
        RunnerSize size = new RunnerSize(32_000, 8L << 30, 1_048_576, 1024, 65_535);
        int refused = 0;
        for (long seed = 0; seed < CASES / 4; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            LoadTest test =
                    PlannedTest.of(1 + random.nextInt(300_000)).masqueraded().test();
            Inventory inventory = Inventory.of(IntStream.range(0, 1 + random.nextInt(6))
                    .mapToObj(i -> new Node("node-" + i, "", 1 << 20, 1L << 40, 2 + random.nextInt(9)))
                    .toList());
            Case drawn = new Case(seed, test, inventory, size);
            ExecutionPlan unchecked = (ExecutionPlan) drawn.planWithoutNodes();
            boolean fits = fits(drawn, unchecked.regions().get(0));
            assertThat(drawn.plan() instanceof ExecutionPlan).as(drawn.words()).isEqualTo(fits);
            refused += drawn.plan() instanceof Infeasible infeasible
                            && infeasible.shortages().get(0).reason().equals(Infeasible.Shortage.PORTS)
                    ? 1
                    : 0;
        }
        assertThat(refused).isGreaterThan(CASES / 40);
    }

    /** By putting runner after runner wherever there is room. */
    private static boolean fits(Case drawn, RegionPlan region) {
        LoadTest test = drawn.test();
        long most = test.placement().egress().mode() == Egress.Mode.NodeMasquerade ? 51_609 : 104_857;
        long ports = region.mostOnARunner() * SoftphoneCost.of(test).ports();
        long placed = 0;
        for (Node node : drawn.inventory().nodes()) {
            if (!test.placement().regions().isEmpty() && !node.region().equals(region.name())) {
                continue;
            }
            long runners = 0;
            while (runners < node.freePods()
                    && (runners + 1) * drawn.size().milliCpu() <= node.freeMilliCpu()
                    && (runners + 1) * drawn.size().memoryBytes() <= node.freeMemoryBytes()
                    && (runners + 1) * ports <= most) {
                runners++;
            }
            placed += runners;
        }
        return placed >= region.runners();
    }

    @Test
    void elasticOrUnknownNodesRefuseNothing() {
        for (long seed = 0; seed < CASES; seed++) {
            Case drawn = Case.draw(seed);
            if (drawn.test().placement().capacity() == Capacity.Elastic) {
                assertThat(drawn.plan() instanceof ExecutionPlan)
                        .as(drawn.words())
                        .isEqualTo(drawn.planWithoutNodes() instanceof ExecutionPlan);
            }
        }
    }

    @Test
    void everyShortageNamesFieldRequiredAndObserved() {
        for (long seed = 0; seed < CASES; seed++) {
            Case drawn = Case.draw(seed);
            if (drawn.plan() instanceof Infeasible infeasible) {
                assertThat(infeasible.shortages())
                        .as(drawn.words())
                        .isNotEmpty()
                        .allSatisfy(shortage -> {
                            assertThat(shortage.path()).isNotBlank();
                            assertThat(shortage.reason()).matches("[A-Z][A-Za-z]+");
                            assertThat(shortage.sentence())
                                    .matches(".+: required .+, observed .+")
                                    .hasSizeLessThan(256);
                        });
            }
        }
    }

    @Test
    void theArithmeticIsBounded() {
        for (long seed = 0; seed < CASES; seed++) {
            assertThat(Case.draw(seed).plan().arithmetic())
                    .as("seed %d", seed)
                    .isNotEmpty()
                    .hasSizeLessThanOrEqualTo(64)
                    .allSatisfy(sentence -> assertThat(sentence).isNotBlank().hasSizeLessThanOrEqualTo(256));
        }
    }

    private interface Law {
        void about(Case drawn, ExecutionPlan plan);
    }

    private static void forEveryPlan(Law law) {
        int plans = 0;
        for (long seed = 0; seed < CASES; seed++) {
            Case drawn = Case.draw(seed);
            if (drawn.plan() instanceof ExecutionPlan plan) {
                law.about(drawn, plan);
                plans++;
            }
        }
        assertThat(plans).isGreaterThan(CASES / 4);
    }

    private static Stream<RunnerAssignment> assignments(ExecutionPlan plan, RegionPlan region) {
        return plan.assignments().stream().filter(runner -> runner.region().equals(region.name()));
    }
}

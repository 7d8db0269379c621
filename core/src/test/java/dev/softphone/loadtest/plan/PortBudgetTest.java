package dev.softphone.loadtest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softphone.loadtest.plan.PortBudget.PortChoice;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortBudgetTest {

    private static final Shares ONE = Shares.equal(1);

    @Test
    void twoHundredSoftphonesDoNotExhaustTheDefaultRange() {
        PortBudget budget = new PortBudget(32768, 60999, 0, PortChoice.Connect, ONE, 1, 0);

        assertThat(budget.suffices(200, 0)).isTrue();
        assertThat(budget.sentence(200, 0))
                .isEqualTo(
                        "200 softphones use 200 of 28,232 TCP ports towards one destination from one address: 0.7 %");
    }

    @Test
    void knowsTheMeasuredCapacities() {
        assertThat(new PortBudget(32768, 60999, 0, PortChoice.Connect, ONE, 1, 0).capacity())
                .isEqualTo(12_704);
        assertThat(new PortBudget(1024, 65535, 0, PortChoice.Connect, ONE, 1, 0).capacity())
                .isEqualTo(29_030);
        assertThat(new PortBudget(1024, 65535, 0, PortChoice.RandomWindow, ONE, 1, 0).capacity())
                .isEqualTo(48_384);
    }

    @Test
    void aBoundPortServesOneDestinationOnly() {
        assertThat(new PortBudget(32768, 60999, 0, PortChoice.Connect, ONE, 2, 0).capacity())
                .isEqualTo(25_408);
        assertThat(new PortBudget(32768, 60999, 0, PortChoice.Bind, ONE, 2, 0).capacity())
                .isEqualTo(12_704);
    }

    @Test
    void whatWeCloseStaysUsedForAMinute() {
        PortBudget churn = new PortBudget(32768, 60999, 0, PortChoice.Connect, ONE, 1, 200);

        assertThat(churn.capacity()).isEqualTo(704);
        assertThat(churn.sentence(1000, 0))
                .isEqualTo("1,000 softphones use 13,000 of 28,232 TCP ports towards one destination from one address:"
                        + " 46.0 %; 12,000 of them in TIME_WAIT, 200 closes by us a second for 60 s; required at most 704"
                        + " connections, observed 1,000: widen net.ipv4.ip_local_port_range or add source addresses");
    }

    @Test
    void unequalSharesFillOneAddressFirst() {
        PortBudget equal = new PortBudget(40000, 40099, 0, PortChoice.Connect, Shares.equal(2), 1, 0);
        PortBudget twoToOne = new PortBudget(40000, 40099, 0, PortChoice.Connect, Shares.of(List.of(2, 1)), 1, 0);

        assertThat(equal.capacity()).isEqualTo(90);
        assertThat(twoToOne.capacity()).isEqualTo(67);
        assertThat(twoToOne.sentence(60, 0))
                .isEqualTo(
                        "60 softphones use 60 of 200 TCP ports towards one destination from 2 addresses: 40.0 % of the"
                                + " address with the largest share");
    }

    @Test
    void noAddressIsFilledBeyondItsFactor() {
        for (long seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int low = 1024 + random.nextInt(60_000);
            int high = low + random.nextInt(65_536 - low);
            int reserved = random.nextInt(high - low + 2);
            Shares shares = Shares.of(IntStream.range(0, 1 + random.nextInt(6))
                    .map(i -> 1 + random.nextInt(9))
                    .boxed()
                    .toList());
            PortBudget budget = new PortBudget(low, high, reserved, PortChoice.Connect, shares, 1, 0);
            long most = (long) budget.ports() * 45 / 100;
            for (int owner = 0; owner < shares.owners(); owner++) {
                assertThat(shares.countOf(owner, budget.capacity()))
                        .as("seed %d", seed)
                        .isLessThanOrEqualTo(most);
            }
            assertThat(budget.suffices(budget.capacity(), 0)).isTrue();
            assertThat(budget.suffices(budget.capacity(), 1)).isFalse();
        }
    }

    @Test
    void refusesARangeThatIsNone() {
        assertThatThrownBy(() -> new PortBudget(60999, 32768, 0, PortChoice.Connect, ONE, 1, 0))
                .hasMessageContaining("observed 60999 to 32768");
        assertThatThrownBy(() -> new PortBudget(1, 2, 3, PortChoice.Connect, ONE, 1, 0))
                .hasMessageContaining("observed 3");
        assertThatThrownBy(() -> new PortBudget(1, 2, 0, PortChoice.Connect, ONE, 0, 0))
                .hasMessageContaining("observed 0");
        assertThatThrownBy(() -> new PortBudget(1, 2, 0, PortChoice.Connect, ONE, 1, -1))
                .hasMessageContaining("observed -1");
    }

    @Test
    void theDefaultDescriptorLimitHoldsSevenHundredSixtyEightSockets() {
        DescriptorBudget budget = new DescriptorBudget(1024);

        assertThat(budget.capacity()).isEqualTo(768);
        assertThat(budget.suffices(768, 0)).isTrue();
        assertThat(budget.suffices(700, 69)).isFalse();
        assertThat(budget.sentence(500, 0))
                .isEqualTo("500 softphones use 500 of 1,024 descriptors, 256 more are kept for the process");
        assertThat(budget.sentence(1000, 50))
                .isEqualTo(
                        "1,000 softphones use 1,050 of 1,024 descriptors, 256 more are kept for the process; required a"
                                + " limit of at least 1,306, observed 1,024: raise ulimit -n");
        assertThat(new DescriptorBudget(100).capacity()).isZero();
    }
}

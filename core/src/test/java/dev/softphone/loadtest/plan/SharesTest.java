package dev.softphone.loadtest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SharesTest {

    @Test
    void twoToOneIsDealtEvenly() {
        Shares shares = Shares.of(List.of(2, 1));

        assertThat(IntStream.range(0, 9).map(shares::ownerOf)).containsExactly(0, 1, 0, 0, 1, 0, 0, 1, 0);
        assertThat(shares.countOf(0, 300)).isEqualTo(200);
        assertThat(shares.countOf(1, 300)).isEqualTo(100);
        assertThat(shares.largest()).isEqualTo(2.0 / 3);
    }

    @Test
    void equalSharesAreARoundRobin() {
        Shares shares = Shares.equal(3);

        assertThat(IntStream.range(0, 7).map(shares::ownerOf)).containsExactly(0, 1, 2, 0, 1, 2, 0);
    }

    @Test
    void equalSharesAreWhatEqualWeightsGive() {
        for (int owners = 1; owners < 40; owners++) {
            Shares equal = Shares.equal(owners);
            Shares weighted = Shares.of(Collections.nCopies(owners, 3));
            for (int owner = 0; owner < owners; owner++) {
                for (int n = 0; n < 100; n++) {
                    assertThat(equal.ownerOf(n)).isEqualTo(weighted.ownerOf(n));
                    assertThat(equal.countOf(owner, n)).isEqualTo(weighted.countOf(owner, n));
                    assertThat(equal.indexOf(owner, n)).isEqualTo(weighted.indexOf(owner, n));
                }
            }
        }
    }

    @Test
    void noPrefixIsAWholeIndexAwayFromTheExactShare() {
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Integer> weights = weights(random);
            long weightSum = weights.stream().mapToLong(Integer::longValue).sum();
            Shares shares = Shares.of(weights);
            long[] dealt = new long[weights.size()];
            for (int total = 1; total <= 2 * weightSum; total++) {
                dealt[shares.ownerOf(total - 1)]++;
                for (int owner = 0; owner < dealt.length; owner++) {
                    double exact = (double) total * weights.get(owner) / weightSum;
                    assertThat(Math.abs(dealt[owner] - exact))
                            .as("seed %d, weights %s, owner %d of first %d", seed, weights, owner, total)
                            .isLessThan(1);
                }
            }
        }
    }

    @Test
    void countsSumToTheRequestAndAgreeWithTheOwners() {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Shares shares = Shares.of(weights(random));
            int total = random.nextInt(500);
            long[] counts = LongStream.range(0, shares.owners())
                    .map(owner -> shares.countOf((int) owner, total))
                    .toArray();
            assertThat(LongStream.of(counts).sum()).as("seed %d", seed).isEqualTo(total);
            for (int owner = 0; owner < counts.length; owner++) {
                int wanted = owner;
                assertThat(LongStream.range(0, total).filter(index -> shares.ownerOf(index) == wanted))
                        .as("seed %d, owner %d", seed, owner)
                        .containsExactly(LongStream.range(0, counts[owner])
                                .map(nth -> shares.indexOf(wanted, nth))
                                .boxed()
                                .toArray(Long[]::new));
            }
        }
    }

    @Test
    void anOwnerOfNoWeightGetsNothing() {
        Shares shares = Shares.of(List.of(0, 3));

        assertThat(shares.countOf(0, 1000)).isZero();
        assertThat(shares.countOf(1, 1000)).isEqualTo(1000);
        assertThatThrownBy(() -> shares.indexOf(0, 0)).hasMessageContaining("required a positive weight");
    }

    @Test
    void refusesWeightsThatShareNothing() {
        assertThatThrownBy(() -> Shares.of(List.of(0, 0)))
                .hasMessageContaining("required a positive one, observed [0, 0]");
        assertThatThrownBy(() -> Shares.of(List.of(1, -1))).hasMessageContaining("observed -1");
        assertThatThrownBy(() -> Shares.of(List.of(1_000_000, 1))).hasMessageContaining("observed 1000001");
        assertThatThrownBy(() -> Shares.equal(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPartOfAPartCountsAndIndexesLikeTheListItStandsFor() {
        for (long seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Shares outer = Shares.of(weights(random));
            Shares inner = Shares.of(weights(random));
            int outerOwner = random.nextInt(outer.owners());
            int innerOwner = random.nextInt(inner.owners());
            long[] ofOuter = LongStream.range(0, 1000)
                    .filter(index -> outer.ownerOf(index) == outerOwner)
                    .toArray();
            long[] expected = IntStream.range(0, ofOuter.length)
                    .filter(rank -> inner.ownerOf(rank) == innerOwner)
                    .mapToLong(rank -> ofOuter[rank])
                    .toArray();

            Part part = Part.WHOLE.split(outer, outerOwner).split(inner, innerOwner);

            assertThat(part.countBelow(1000)).as("seed %d", seed).isEqualTo(expected.length);
            for (int nth = 0; nth < expected.length; nth++) {
                assertThat(part.wholeIndex(nth)).as("seed %d", seed).isEqualTo(expected[nth]);
                assertThat(part.countBelow(expected[nth])).as("seed %d", seed).isEqualTo(nth);
            }
        }
    }

    @Test
    void aPartIsOneOfItsOwners() {
        assertThatThrownBy(() -> Part.WHOLE.split(Shares.equal(2), 2))
                .hasMessageContaining("required 0 to 1, observed 2");
    }

    private static List<Integer> weights(SplittableRandom random) {
        List<Integer> weights = IntStream.range(0, 1 + random.nextInt(12))
                .map(i -> random.nextInt(random.nextBoolean() ? 4 : 25))
                .boxed()
                .toList();
        return weights.stream().anyMatch(weight -> weight > 0) ? weights : List.of(1);
    }
}

package dev.softphone.loadtest.plan;

import java.util.Arrays;
import java.util.List;

/**
 * Deals the indices 0, 1, 2, … to owners by weight, so that at no point anybody is a whole index ahead of or behind the
 * exact share.
 *
 * <pre>
 * w = weight of the owner, W = sum of weights, T = any number of first indices
 * floor(T·w/W) ≤ countOf(owner, T) ≤ ceil(T·w/W),   Σ countOf(owner, T) = T
 * </pre>
 *
 * The n-th index of an owner (n from 0) is dealt somewhere in [floor(n·W/w), ceil((n+1)·W/w)); of the owners whose
 * interval has begun, the one whose interval ends first is next; on a tie the one whose interval began first, then the
 * lower number. Choosing by the largest backlog instead would look the same for two owners and miss the bound for many.
 * The pattern repeats every W / gcd indices, and equal weights give a plain round robin.
 *
 * <p>Immutable; safe for any thread.
 */
public final class Shares {

    /** The longest pattern that is tabulated: 4 MB of ints, twice. */
    private static final long LONGEST_PATTERN = 1_000_000;

    private final int[] weights;
    private final int[] owners;
    private final int[][] positions;

    private Shares(int[] weights, int[] owners, int[][] positions) {
        this.weights = weights;
        this.owners = owners;
        this.positions = positions;
    }

    /**
     * Shares in proportion to weights.
     *
     * @param weights one per owner; 0 gives that owner nothing
     * @throws IllegalArgumentException without a positive weight, with a negative one, or if the weights, divided by
     *     their greatest common divisor, sum to more than 1,000,000
     */
    public static Shares of(List<Integer> weights) {
        int divisor = 0;
        for (int weight : weights) {
            if (weight < 0) {
                throw new IllegalArgumentException("weights: required 0 or more, observed " + weight);
            }
            divisor = gcd(divisor, weight);
        }
        if (divisor == 0) {
            throw new IllegalArgumentException("weights: required a positive one, observed " + weights);
        }
        int[] reduced = new int[weights.size()];
        long sum = 0;
        for (int i = 0; i < reduced.length; i++) {
            reduced[i] = weights.get(i) / divisor;
            sum += reduced[i];
        }
        if (sum > LONGEST_PATTERN) {
            throw new IllegalArgumentException("weights: required a sum of at most " + LONGEST_PATTERN
                    + " once divided by their greatest common divisor, observed " + sum);
        }
        return deal(reduced, (int) sum);
    }

    /**
     * The same share for each of {@code owners} (1 to 1,000,000): a round robin, as equal weights give it, in a step per
     * owner and not per owner and index.
     */
    public static Shares equal(int owners) {
        if (owners < 1 || owners > LONGEST_PATTERN) {
            throw new IllegalArgumentException("owners: required 1 to " + LONGEST_PATTERN + ", observed " + owners);
        }
        int[] weights = new int[owners];
        Arrays.fill(weights, 1);
        int[] pattern = new int[owners];
        Arrays.setAll(pattern, owner -> owner);
        int[][] positions = new int[owners][];
        Arrays.setAll(positions, owner -> new int[] {owner});
        return new Shares(weights, pattern, positions);
    }

    private static Shares deal(int[] weights, int length) {
        int[] owners = new int[length];
        int[][] positions = new int[weights.length][];
        for (int owner = 0; owner < weights.length; owner++) {
            positions[owner] = new int[weights[owner]];
        }
        int[] dealt = new int[weights.length];
        for (int index = 0; index < length; index++) {
            int next = -1;
            long nextBegin = 0;
            long nextEnd = Long.MAX_VALUE;
            for (int owner = 0; owner < weights.length; owner++) {
                if (dealt[owner] == weights[owner]) {
                    continue;
                }
                long begin = (long) dealt[owner] * length / weights[owner];
                long end = -Math.floorDiv(-(dealt[owner] + 1L) * length, (long) weights[owner]);
                if (begin <= index && (end < nextEnd || (end == nextEnd && begin < nextBegin))) {
                    next = owner;
                    nextBegin = begin;
                    nextEnd = end;
                }
            }
            owners[index] = next;
            positions[next][dealt[next]++] = index;
        }
        return new Shares(weights, owners, positions);
    }

    /** How many owners there are, those of weight 0 included. */
    public int owners() {
        return weights.length;
    }

    /** Who gets {@code index} (0 or more). */
    public int ownerOf(long index) {
        return owners[(int) (index % owners.length)];
    }

    /** How many of the first {@code total} indices are the owner's. */
    public long countOf(int owner, long total) {
        int rest = Arrays.binarySearch(positions[owner], (int) (total % owners.length));
        return total / owners.length * weights[owner] + (rest < 0 ? -rest - 1 : rest);
    }

    /**
     * The {@code nth} index (from 0) of an owner.
     *
     * @throws IllegalArgumentException if the owner's weight is 0
     */
    public long indexOf(int owner, long nth) {
        if (weights[owner] == 0) {
            throw new IllegalArgumentException("owner " + owner + ": required a positive weight, observed 0");
        }
        return nth / weights[owner] * owners.length + positions[owner][(int) (nth % weights[owner])];
    }

    /** The largest share, as a fraction of one: 2/3 for weights 2 and 1. */
    public double largest() {
        return (double) Arrays.stream(weights).max().orElseThrow() / owners.length;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}

package dev.softphone.loadtest.measure;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * What many parts of one trial measured together, kept up to date as one part after the other says something new. Equal
 * to {@link Measurements#merge} of what all parts said last, to the resolution of a histogram's buckets.
 *
 * <pre>total = total - what the part said before + what it says now</pre>
 *
 * Histograms are subtracted like that; they are nearly all of the weight. A maximum, a first time or a bounded map
 * cannot be taken back: everything else stands at the leaves of a tree of sums, and a look renews the paths from the
 * leaves that changed since the last one to the root.
 *
 * <p>For one thread at a time.
 */
public final class RunningTotal {
    private final Map<String, Part> parts = new HashMap<>();
    private final Map<Metric, HistogramTotal> histograms = new EnumMap<>(Metric.class);
    private final Deque<Integer> free = new ArrayDeque<>();
    /** Leaves that the sums above them do not know yet. */
    private final BitSet changed = new BitSet();

    private int leaves = 1;
    private int used;
    /** A heap: the children of i are 2i and 2i + 1, the root is 1, leaves begin at {@link #leaves}. */
    private Measurements[] sums = {Measurements.EMPTY, Measurements.EMPTY};

    private record Part(int leaf, Map<Metric, HistogramTotal.Kept> histograms) {}

    /** What one part says now, in place of what it said before. */
    public void put(String part, Measurements measured) {
        Part before = parts.get(part);
        if (before != null) {
            subtract(before);
        }
        int leaf = before != null ? before.leaf() : leaf();
        Map<Metric, HistogramTotal.Kept> kept = new EnumMap<>(Metric.class);
        measured.histograms().forEach((metric, histogram) -> {
            if (histogram.count() > 0) {
                histograms.computeIfAbsent(metric, any -> new HistogramTotal()).add(histogram);
                kept.put(metric, HistogramTotal.Kept.of(histogram));
            }
        });
        parts.put(part, new Part(leaf, kept));
        set(leaf, measured.withHistograms(Map.of()));
    }

    /** As if it had never said anything. */
    public void remove(String part) {
        Part before = parts.remove(part);
        if (before != null) {
            subtract(before);
            set(before.leaf(), Measurements.EMPTY);
            free.add(before.leaf());
        }
    }

    /** A snapshot. */
    public Measurements total() {
        renew();
        Map<Metric, Histograms.Frozen> frozen = new EnumMap<>(Metric.class);
        histograms.forEach((metric, sum) -> {
            Histograms.Frozen total = sum.total();
            if (total.count() > 0) {
                frozen.put(metric, total);
            }
        });
        return sums[1].withHistograms(frozen);
    }

    private void subtract(Part part) {
        part.histograms().forEach((metric, kept) -> histograms
                .computeIfAbsent(metric, any -> new HistogramTotal())
                .subtract(kept));
    }

    private int leaf() {
        Integer again = free.poll();
        if (again != null) {
            return again;
        }
        if (used == leaves) {
            grow();
        }
        return used++;
    }

    private void grow() {
        Measurements[] wider = new Measurements[4 * leaves];
        Arrays.fill(wider, Measurements.EMPTY);
        System.arraycopy(sums, leaves, wider, 2 * leaves, leaves);
        leaves *= 2;
        sums = wider;
        changed.clear();
        changed.set(leaves, leaves + used);
    }

    private void set(int leaf, Measurements measured) {
        sums[leaves + leaf] = measured;
        changed.set(leaves + leaf);
    }

    private void renew() {
        BitSet level = (BitSet) changed.clone();
        changed.clear();
        while (level.length() > 2) {
            BitSet parents = new BitSet();
            level.stream().forEach(node -> parents.set(node / 2));
            parents.stream().forEach(node -> sums[node] = sums[2 * node].plus(sums[2 * node + 1]));
            level = parents;
        }
    }
}

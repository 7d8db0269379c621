package dev.softphone.loadtest.measure;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * Maps of bounded size: the first {@code limit} keys in natural order and {@link #OTHER}, into which the rest is folded.
 *
 * <p>The choice is by key and not by count on purpose. The smallest keys of a union are among the smallest of its parts,
 * so folding early or late gives the same sums and merging stays associative; the largest counts of a union may be the
 * small ones of every part, and a sum over what happened to survive would be wrong.
 */
public final class Bounded {

    /** The key of everything beyond the limit. */
    public static final String OTHER = "other";

    private Bounded() {}

    /** {@code values} unchanged when no more than {@code limit} keys beside {@link #OTHER}. */
    public static <V> Map<String, V> bound(Map<String, V> values, int limit, BinaryOperator<V> plus) {
        long named = values.keySet().stream().filter(key -> !key.equals(OTHER)).count();
        if (named <= limit) {
            return Map.copyOf(values);
        }
        Map<String, V> bounded = new HashMap<>();
        int kept = 0;
        for (Map.Entry<String, V> entry : new TreeMap<>(values).entrySet()) {
            boolean keep = !entry.getKey().equals(OTHER) && kept < limit;
            kept += keep ? 1 : 0;
            bounded.merge(keep ? entry.getKey() : OTHER, entry.getValue(), plus);
        }
        return bounded;
    }

    static <V> Map<String, V> merge(Map<String, V> one, Map<String, V> other, int limit, BinaryOperator<V> plus) {
        return bound(union(one, other, plus), limit, plus);
    }

    static <K, V> Map<K, V> union(Map<K, V> one, Map<K, V> other, BinaryOperator<V> plus) {
        Map<K, V> union = new HashMap<>(one);
        other.forEach((key, value) -> union.merge(key, value, plus));
        return union;
    }
}

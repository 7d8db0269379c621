package dev.softphone.loadtest.e2e.prosody;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * How a fleet comes back after an outage, from the definitions of the profiles alone:
 *
 * <pre>
 * GenesysSdk   w(n) = min(90, 2 · 2^n)
 * FullJitter   w(n) = U in [0, min(30, 2^n)]
 * Rfc5626      w(n) = U in [½, 1] of min(1800, 60 · 2^n)
 * </pre>
 *
 * seconds before try n = 0, 1, … after the drop. A try before the end of the outage fails at once.
 */
enum Backoff {
    GenesysSdk {
        @Override
        double seconds(int n, RandomGenerator random) {
            return Math.min(90, 2 * Math.pow(2, n));
        }
    },
    FullJitter {
        @Override
        double seconds(int n, RandomGenerator random) {
            return random.nextDouble() * Math.min(30, Math.pow(2, n));
        }
    },
    Rfc5626 {
        @Override
        double seconds(int n, RandomGenerator random) {
            return (1 + random.nextDouble()) / 2 * Math.min(1800, 60 * Math.pow(2, n));
        }
    };

    private static final int REPETITIONS = 50;
    private static final int LONGEST = 600;

    abstract double seconds(int n, RandomGenerator random);

    /** Of all tries that meet the server again, the share in the two fullest neighbouring seconds; on average. */
    double fullestTwoSeconds(int softphones, double outageSeconds) {
        SplittableRandom random = new SplittableRandom(1);
        double sum = 0;
        for (int repetition = 0; repetition < REPETITIONS; repetition++) {
            double phase = random.nextDouble();
            long[] bySecond = new long[LONGEST];
            for (int i = 0; i < softphones; i++) {
                double at = 0;
                for (int n = 0; at < outageSeconds; n++) {
                    at += seconds(n, random);
                }
                bySecond[(int) Math.min(LONGEST - 1, at - outageSeconds + phase)]++;
            }
            sum += fullestTwo(Arrays.stream(bySecond).boxed().toList(), 0);
        }
        return sum / REPETITIONS;
    }

    /** The same of what was counted, from a second on. */
    static double fullestTwo(List<Long> bySecond, int from) {
        long most = 0;
        long all = 0;
        for (int i = from; i < bySecond.size(); i++) {
            all += bySecond.get(i);
            most = Math.max(most, bySecond.get(i) + (i + 1 < bySecond.size() ? bySecond.get(i + 1) : 0));
        }
        return (double) most / Math.max(1, all);
    }
}

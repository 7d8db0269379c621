package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.AttemptCounts;
import dev.softphone.loadtest.measure.CallCounts;
import dev.softphone.loadtest.measure.GroupCounts;
import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.model.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A run in miniature: softphones arrive, a scripted gateway admits or refuses each, and out come the measurements that a
 * runner would have made. So the counts, series and groups of a test agree with each other by construction.
 */
final class RunFixture {

    /** One attempt as the gateway sees it. */
    record Attempt(
            long atMillis,
            int softphone,
            int number,
            String source,
            String organization,
            int connected,
            int connectedFromSource) {}

    /** How an attempt ends when it is not admitted. */
    record Refusal(
            OutcomeKey key, long delayMillis, Optional<String> detail, Map<String, String> hints, boolean saturated) {}

    /** Decides about each attempt, in the order of time; null admits. */
    interface Gateway {
        @Nullable
        Refusal decide(Attempt attempt);
    }

    private record Due(long at, int softphone, int number) {}

    /** A prime larger than any count here: its multiples go through all places, in no order. */
    private static final long SHUFFLE = 7919;

    private final int softphones;
    private long rampMillis;
    private long stepSize;
    private long stepMillis;
    private long holdMillis = 30_000;
    private int maxRetries;
    private long retryAfterMillis;
    private List<String> sources = List.of("127.0.0.1");
    private List<String> organizations = List.of();
    private Gateway gateway = attempt -> null;
    private HostEvidence host = HostEvidence.UNKNOWN;
    private long lagMicros = 100;
    private long pendingConnects;
    private long pendingFrom;
    private long pendingUntil;
    private final List<Drops> drops = new ArrayList<>();
    private final List<Looks> looks = new ArrayList<>();

    private record Looks(String code, int count, long ageMillis, long everyMillis) {}

    private record Drops(
            String code, int count, long atMillis, long spreadMillis, long idleMillis, boolean saturated) {}

    private RunFixture(int softphones) {
        this.softphones = softphones;
    }

    static RunFixture of(int softphones) {
        return new RunFixture(softphones);
    }

    /** Answers no at a stage. */
    static Refusal rejection(Stage stage, String code) {
        return new Refusal(
                new OutcomeKey(OutcomeKey.Kind.REJECTION, stage, code), 5, Optional.empty(), Map.of(), false);
    }

    /** Leaves without an answer at a stage. */
    static Refusal failure(Stage stage, String code) {
        return new Refusal(new OutcomeKey(OutcomeKey.Kind.FAILURE, stage, code), 5, Optional.empty(), Map.of(), false);
    }

    static Refusal delayed(Refusal refusal, long millis) {
        return new Refusal(refusal.key(), millis, refusal.detail(), refusal.hints(), refusal.saturated());
    }

    static Refusal saying(Refusal refusal, String detail, Map<String, String> hints) {
        return new Refusal(refusal.key(), refusal.delayMillis(), Optional.of(detail), hints, refusal.saturated());
    }

    static Refusal saturated(Refusal refusal) {
        return new Refusal(refusal.key(), refusal.delayMillis(), refusal.detail(), refusal.hints(), true);
    }

    /** Holds so many at a time. */
    static Gateway cap(int n, Refusal refusal) {
        return attempt -> attempt.connected() >= n ? refusal : null;
    }

    /** Lets so many through a second, evenly, after a burst. */
    static Gateway limiter(double perSecond, int burst, Refusal refusal) {
        double[] tokens = {burst};
        long[] last = {0};
        return attempt -> {
            tokens[0] = Math.min(burst, tokens[0] + (attempt.atMillis() - last[0]) * perSecond / 1000);
            last[0] = attempt.atMillis();
            if (tokens[0] < 1) {
                return refusal;
            }
            tokens[0]--;
            return null;
        };
    }

    RunFixture rampUp(long seconds) {
        rampMillis = seconds * 1000;
        return this;
    }

    RunFixture steps(int size, long everySeconds) {
        stepSize = size;
        stepMillis = everySeconds * 1000;
        return this;
    }

    RunFixture retries(int max, long afterMillis) {
        maxRetries = max;
        retryAfterMillis = afterMillis;
        return this;
    }

    /** Dealt out in turn; an address that stands twice gets twice the share. */
    RunFixture sources(String... dealt) {
        sources = List.of(dealt);
        return this;
    }

    RunFixture organizations(String... dealt) {
        organizations = List.of(dealt);
        return this;
    }

    RunFixture gateway(Gateway scripted) {
        gateway = scripted;
        return this;
    }

    RunFixture host(HostEvidence evidence) {
        host = evidence;
        return this;
    }

    RunFixture lagMillis(long millis) {
        lagMicros = millis * 1000;
        return this;
    }

    /** So many connects wait inside the generator for a time. */
    RunFixture pending(long connects, long fromSeconds, long untilSeconds) {
        pendingConnects = connects;
        pendingFrom = fromSeconds * 1000;
        pendingUntil = untilSeconds * 1000;
        return this;
    }

    /** So many of the connected are lost, from an instant on, spread evenly, whoever came first. */
    RunFixture dropAt(String code, int count, long atSeconds, long spreadMillis, long idleMillis) {
        drops.add(new Drops(code, count, atSeconds * 1000, spreadMillis, idleMillis, false));
        return this;
    }

    /** So many are lost, those that came first, when the server looks at them and they have reached an age. */
    RunFixture dropWhenLookedAt(String code, int count, long ageMillis, long everyMillis) {
        looks.add(new Looks(code, count, ageMillis, everyMillis));
        return this;
    }

    /** So many are lost at one age each, whenever they came. */
    RunFixture dropAtAge(String code, int count, long ageMillis, long idleMillis) {
        drops.add(new Drops(code, count, -ageMillis, 0, idleMillis, false));
        return this;
    }

    RunFixture dropSaturated(String code, int count, long atSeconds) {
        drops.add(new Drops(code, count, atSeconds * 1000, 1000, 500, true));
        return this;
    }

    private long arrival(int softphone) {
        if (stepSize > 0) {
            return softphone / stepSize * stepMillis;
        }
        return rampMillis * softphone / softphones;
    }

    Measurements run() {
        return new Runner().run();
    }

    private final class Runner {
        private final PriorityQueue<Due> queue =
                new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingInt(Due::softphone));
        private final Map<OutcomeKey, OutcomeCount> outcomes = new HashMap<>();
        private final Map<Metric, Histogram> histograms = new EnumMap<>(Metric.class);
        private final Map<String, GroupCounts> bySource = new HashMap<>();
        private final Map<String, GroupCounts> byOrganization = new HashMap<>();
        private final Map<String, Integer> connectedFrom = new HashMap<>();
        private final List<Long> connectTimes = new ArrayList<>();
        private final List<long[]> events = new ArrayList<>();
        private final List<Map.Entry<Long, String>> codes = new ArrayList<>();
        private int connected;
        private long rejected;
        private long failed;
        private long attemptsRejected;
        private long attemptsFailed;
        private long retries;
        private long dropped;
        private long end;

        Measurements run() {
            for (int i = 0; i < softphones; i++) {
                queue.add(new Due(arrival(i), i, 0));
            }
            while (!queue.isEmpty()) {
                attempt(queue.remove());
            }
            drops.forEach(this::drop);
            looks.forEach(this::drop);
            return new Measurements(
                    end + holdMillis,
                    new SoftphoneCounts(
                            softphones,
                            0,
                            softphones,
                            0,
                            connected,
                            rejected,
                            failed,
                            0,
                            0,
                            0,
                            0,
                            Math.min(connected, dropped)),
                    new AttemptCounts(softphones, retries, 0, connected, attemptsRejected, attemptsFailed, 0, 0),
                    CallCounts.ZERO,
                    outcomes,
                    frozen(),
                    byOrganization,
                    Map.of(),
                    bySource,
                    List.of(),
                    0,
                    Map.of(),
                    series(),
                    host);
        }

        private void attempt(Due due) {
            String source = sources.get(due.softphone() % sources.size());
            String organization =
                    organizations.isEmpty() ? "" : organizations.get(due.softphone() % organizations.size());
            retries += due.number() > 0 ? 1 : 0;
            record(Metric.START_LAG, lagMicros);
            end = Math.max(end, due.at());
            Refusal refusal = gateway.decide(new Attempt(
                    due.at(),
                    due.softphone(),
                    due.number(),
                    source,
                    organization,
                    connected,
                    connectedFrom.getOrDefault(source, 0)));
            if (refusal == null) {
                connected++;
                connectedFrom.merge(source, 1, Integer::sum);
                connectTimes.add(due.at());
                events.add(new long[] {due.at(), 0, due.at() + 5});
                record(Metric.HANDSHAKE, 5_000 + lagMicros);
                record(Metric.HANDSHAKE_SERVICE, 5_000);
                group(source, organization, new GroupCounts(1, 1, 0, 0, 0));
                return;
            }
            long endsAt = due.at() + refusal.delayMillis();
            boolean rejection = refusal.key().kind() == OutcomeKey.Kind.REJECTION;
            boolean last = due.number() >= maxRetries;
            attemptsRejected += rejection ? 1 : 0;
            attemptsFailed += rejection ? 0 : 1;
            count(refusal.key(), endsAt, last, refusal.saturated(), refusal.detail(), refusal.hints());
            record(Metric.HANDSHAKE_FAILED, Math.max(1, refusal.delayMillis() * 1000));
            events.add(new long[] {due.at(), refusal.key().local() ? 3 : rejection ? 1 : 2, endsAt});
            codes.add(Map.entry(
                    endsAt, refusal.key().stage().label() + " " + refusal.key().code()));
            if (!last) {
                queue.add(new Due(endsAt + retryAfterMillis, due.softphone(), due.number() + 1));
                return;
            }
            rejected += rejection ? 1 : 0;
            failed += rejection ? 0 : 1;
            group(source, organization, new GroupCounts(1, 0, rejection ? 1 : 0, rejection ? 0 : 1, 0));
        }

        private void drop(Drops of) {
            for (int i = 0; i < of.count(); i++) {
                boolean atAge = of.atMillis() < 0;
                long since = connectTimes.get(atAge ? i : Math.toIntExact(i * SHUFFLE % of.count()));
                long at = atAge ? since - of.atMillis() : of.atMillis() + of.spreadMillis() * i / of.count();
                drop(of.code(), since, at, of.idleMillis() > 0 ? of.idleMillis() : at % 13_000, of.saturated());
            }
        }

        private void drop(Looks of) {
            for (long since : connectTimes.subList(0, of.count())) {
                long looks = (since + of.ageMillis() + of.everyMillis() - 1) / of.everyMillis();
                long at = looks * of.everyMillis();
                drop(of.code(), since, at, at - since, false);
            }
        }

        private void drop(String code, long since, long at, long idleMillis, boolean saturated) {
            record(Metric.DROP_AGE_MILLIS, Math.max(1, at - since));
            record(Metric.DROP_IDLE_MILLIS, Math.max(1, idleMillis));
            count(
                    new OutcomeKey(OutcomeKey.Kind.DROP, Stage.ESTABLISHED, code),
                    at,
                    true,
                    saturated,
                    Optional.empty(),
                    Map.of());
            events.add(new long[] {at, 4, at});
            end = Math.max(end, at);
            dropped++;
        }

        private void count(
                OutcomeKey key,
                long at,
                boolean last,
                boolean saturated,
                Optional<String> detail,
                Map<String, String> hints) {
            OutcomeCount one = new OutcomeCount(
                    1, last ? 1 : 0, saturated ? 1 : 0, saturated && last ? 1 : 0, at, at, detail, hints);
            outcomes.merge(key, one, OutcomeCount::plus);
        }

        private void group(String source, String organization, GroupCounts one) {
            bySource.merge(source, one, GroupCounts::plus);
            if (!organization.isEmpty()) {
                byOrganization.merge(organization, one, GroupCounts::plus);
            }
        }

        private void record(Metric metric, long value) {
            histograms.computeIfAbsent(metric, m -> Histograms.empty()).recordValue(value);
        }

        private Map<Metric, Histograms.Frozen> frozen() {
            Map<Metric, Histograms.Frozen> frozen = new EnumMap<>(Metric.class);
            histograms.forEach((metric, histogram) -> frozen.put(metric, Histograms.Frozen.copyOf(histogram)));
            return frozen;
        }

        private TimeSeries series() {
            long length = end + holdMillis;
            long width = 1000;
            while (length / width >= TimeSeries.MAX_BUCKETS) {
                width *= 2;
            }
            int size = Math.toIntExact(length / width) + 1;
            long[][] counts = new long[size][8];
            for (long[] event : events) {
                long[] startBucket = counts[Math.toIntExact(event[0] / width)];
                long[] endBucket = counts[Math.toIntExact(Math.min(size - 1, event[2] / width))];
                int kind = Math.toIntExact(event[1]);
                if (kind == 4) {
                    endBucket[4]++;
                    continue;
                }
                startBucket[0]++;
                endBucket[kind == 0 ? 1 : kind == 1 ? 2 : 3]++;
                startBucket[6] += kind == 0 ? 1 : 0;
                startBucket[7] += kind == 1 || kind == 2 ? 1 : 0;
            }
            long now = 0;
            List<TimeSeries.Bucket> buckets = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                long[] c = counts[i];
                now += c[1] - c[4];
                buckets.add(new TimeSeries.Bucket(
                        c[0],
                        c[1],
                        c[2],
                        c[3],
                        c[4],
                        i == size - 1 ? 0 : now,
                        c[6],
                        c[7],
                        codesIn(i, width),
                        Histograms.Frozen.EMPTY,
                        sample(i * width)));
            }
            return new TimeSeries(width, buckets);
        }

        private TimeSeries.HostSample sample(long atMillis) {
            OptionalLong unknown = OptionalLong.empty();
            boolean pending = pendingFrom <= atMillis && atMillis < pendingUntil;
            return pending
                    ? new TimeSeries.HostSample(
                            unknown,
                            unknown,
                            unknown,
                            unknown,
                            unknown,
                            unknown,
                            unknown,
                            unknown,
                            OptionalLong.of(pendingConnects))
                    : TimeSeries.HostSample.UNKNOWN;
        }

        private Map<String, Long> codesIn(int bucket, long width) {
            Map<String, Long> in = new HashMap<>();
            codes.stream()
                    .filter(entry -> entry.getKey() / width == bucket)
                    .forEach(entry -> in.merge(entry.getValue(), 1L, Long::sum));
            return in;
        }
    }

    /** Every other one of some names, for shares: {@code twoToOne("a", "b")} is a, a, b. */
    static String[] twoToOne(String often, String seldom) {
        return Arrays.asList(often, often, seldom).toArray(String[]::new);
    }
}

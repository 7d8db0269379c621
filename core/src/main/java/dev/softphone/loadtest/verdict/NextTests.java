package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.model.KeepAlive;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Placement;
import dev.softphone.loadtest.model.Retry;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.model.Timeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Merge patches on {@code spec} for the runs that would tell. */
final class NextTests {

    /** RFC 5737: an address for documentation, to be replaced by one of the host's own. */
    private static final List<String> EXAMPLES = List.of("first-region", "second-region");

    private static final String PLACEHOLDER = "192.0.2.1";

    /** A schedule lasts a week at most. */
    private static final long LONGEST_MINUTES = 7 * 24 * 60;

    private static final Duration LONGEST_TIMER = Duration.ofHours(1);

    private NextTests() {}

    static Cause.NextTest of(String why, List<Map<String, @Nullable Object>> patches) {
        Map<String, @Nullable Object> patch = new LinkedHashMap<>();
        patches.forEach(patch::putAll);
        return new Cause.NextTest(why, patch);
    }

    static Map<String, @Nullable Object> spec(String field, Object value) {
        Map<String, @Nullable Object> patch = new LinkedHashMap<>();
        patch.put(field, value);
        return patch;
    }

    /** Five where the test has that many to spare; a probe cannot go with cycles. */
    static Map<String, @Nullable Object> slotProbe(LoadTest test) {
        int close = Math.max(1, Math.min(5, test.softphones() / 4));
        Map<String, @Nullable Object> patch = spec("slotProbe", Map.of("close", close));
        if (test.cycles().count() > 1) {
            patch.put("cycles", null);
            patch.putAll(MeasurableThresholds.patch(test, test.softphones(), 1));
        }
        return patch;
    }

    static Map<String, @Nullable Object> withoutRetries(LoadTest test) {
        Map<String, @Nullable Object> retry = new LinkedHashMap<>();
        retry.put("profile", "None");
        if (test.retry().profile() == Retry.Profile.Custom) {
            List.of("base", "multiplierPercent", "max", "jitter", "maxRetries", "honourRetryAfter", "rules")
                    .forEach(field -> retry.put(field, null));
        }
        return spec("retry", retry);
    }

    /** With all that a test of that size could not do: probe more slots than half of it, begin a search above it. */
    static Map<String, @Nullable Object> halfTheSoftphones(LoadTest test) {
        boolean pairs = test.call()
                .filter(call -> call.originator() == CallPlan.Originator.Peer)
                .isPresent();
        int half = Math.max(pairs ? 2 : 1, test.softphones() / 2);
        Map<String, @Nullable Object> patch = spec("softphones", half);
        patch.putAll(MeasurableThresholds.patch(test, half, test.cycles().count()));
        test.slotProbe().filter(probe -> 2 * probe.close() > half).ifPresent(probe -> {
            if (half < 2) {
                patch.put("slotProbe", null);
            } else {
                patch.put("slotProbe", Map.of("close", half / 2));
            }
        });
        if (test.arrival() instanceof Arrival.Search search && search.from() > half) {
            patch.put("arrival", Map.of("search", Map.of("from", half)));
        }
        return patch;
    }

    /** Long enough for every attempt to end by itself. */
    static Map<String, @Nullable Object> hold(LoadTest test, Duration hold) {
        return test.arrival() instanceof Arrival.Search
                ? spec("arrival", Map.of("search", Map.of("hold", seconds(hold))))
                : spec("hold", seconds(hold));
    }

    /** How long one attempt may take. */
    static Duration allTimers(LoadTest test) {
        Timeouts timers = test.timeouts();
        return timers.rest().plus(timers.upgrade()).plus(timers.auth()).plus(timers.register());
    }

    static Map<String, @Nullable Object> rampUp(LoadTest test, Duration over) {
        return arrival(test, "rampUp", Map.of("over", seconds(over)));
    }

    static Map<String, @Nullable Object> evenRate(LoadTest test, long perMinute) {
        Map<String, Object> rate = new LinkedHashMap<>();
        long slowest = (test.softphones() + LONGEST_MINUTES - 1) / LONGEST_MINUTES;
        rate.put("count", Math.toIntExact(Math.max(slowest, Math.min(perMinute, 1_000_000))));
        rate.put("per", "1m");
        rate.put("arrivals", "Even");
        return arrival(test, "rate", rate);
    }

    /** One address twice as busy as the other: what each then holds tells a cap per address from one over all. */
    static Map<String, @Nullable Object> twoAddresses(String known) {
        String first = known.isEmpty() ? "127.0.0.1" : known;
        String second =
                first.startsWith("127.") ? (first.equals("127.0.0.2") ? "127.0.0.1" : "127.0.0.2") : PLACEHOLDER;
        return spec("placement", Map.of("sourceAddresses", List.of(address(first, 2), address(second, 1))));
    }

    /** One region twice as busy as the other. In a cluster nobody chooses source addresses; regions have their own. */
    static Map<String, @Nullable Object> twoRegions(LoadTest test) {
        List<Placement.Region> own = test.placement().regions();
        List<Object> regions = new ArrayList<>();
        for (int i = 0; i < Math.max(2, own.size()); i++) {
            Map<String, Object> region = new LinkedHashMap<>();
            region.put("name", i < own.size() ? own.get(i).name() : EXAMPLES.get(i));
            region.put("weight", i == 0 ? 2 : i == 1 ? 1 : 0);
            regions.add(region);
        }
        return spec("placement", Map.of("regions", regions));
    }

    static boolean needsARegion(LoadTest test) {
        return test.placement().regions().size() < 2;
    }

    static boolean needsAnAddress(String known) {
        return !known.isEmpty() && !known.startsWith("127.");
    }

    /** Half as many a minute as the test as it stands; a minute is taken for those that all come at once. */
    static long halfRatePerMinute(LoadTest test) {
        long seconds = arrivalTime(test).toSeconds();
        return Math.max(1, 60L * test.softphones() / (seconds == 0 ? 60 : seconds) / 2);
    }

    static Map<String, @Nullable Object> timeout(Stage stage, Duration duration) {
        String field =
                switch (stage) {
                    case TOKEN, LOGIN -> "rest";
                    case UPGRADE -> "upgrade";
                    case AUTH -> "auth";
                    case REGISTER -> "register";
                    case ICE, MEDIA, ESTABLISHED -> "established";
                };
        return spec(
                "timeouts", Map.of(field, seconds(duration.compareTo(LONGEST_TIMER) < 0 ? duration : LONGEST_TIMER)));
    }

    /** Pings where there were none, and as often as said. */
    static Map<String, @Nullable Object> keepAlive(LoadTest test, Duration every) {
        Map<String, @Nullable Object> keepAlive = new LinkedHashMap<>();
        if (test.keepAlive().kind() == KeepAlive.Kind.None) {
            keepAlive.put("kind", "WebSocketPing");
        }
        keepAlive.put("every", seconds(every));
        return spec("keepAlive", keepAlive);
    }

    private static Map<String, Object> address(String address, int weight) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("address", address);
        entry.put("weight", weight);
        return entry;
    }

    /** Sets one way of arriving and takes the test's own away: a merge patch would keep both. */
    private static Map<String, @Nullable Object> arrival(LoadTest test, String field, Map<String, ?> value) {
        Map<String, @Nullable Object> arrival = new LinkedHashMap<>();
        String own = field(test.arrival());
        if (!own.equals(field)) {
            arrival.put(own, null);
        }
        arrival.put(field, value);
        return spec("arrival", arrival);
    }

    private static String field(Arrival arrival) {
        if (arrival instanceof Arrival.AtOnce) {
            return "atOnce";
        }
        if (arrival instanceof Arrival.RampUp) {
            return "rampUp";
        }
        if (arrival instanceof Arrival.Steps) {
            return "steps";
        }
        return arrival instanceof Arrival.Rate ? "rate" : "search";
    }

    static String seconds(Duration duration) {
        return Math.max(1, duration.toSeconds()) + "s";
    }

    /** How long the arrivals of a test take as it stands. */
    static Duration arrivalTime(LoadTest test) {
        Arrival arrival = test.arrival();
        if (arrival instanceof Arrival.RampUp ramp) {
            return ramp.over();
        }
        if (arrival instanceof Arrival.Steps steps) {
            return steps.every().multipliedBy((test.softphones() - 1) / Math.max(1, steps.softphones()));
        }
        if (arrival instanceof Arrival.Rate rate) {
            return rate.per().multipliedBy(test.softphones()).dividedBy(Math.max(1, rate.count()));
        }
        return arrival instanceof Arrival.Search search ? search.over() : Duration.ZERO;
    }
}

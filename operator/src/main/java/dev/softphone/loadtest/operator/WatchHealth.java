package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Whether it is the runners that are silent, or the API server, or the watch, or this operator. Before anybody is taken for
 * lost the API server is asked for the most silent runner itself, and silence counts only for as long as it answered every
 * time, at once, and with what the watch had told. Each namespace has its watch, and is asked about once a second by one
 * thread while the others go by its last answer. Safe from any thread.
 */
@ApplicationScoped
public class WatchHealth {
    /** The API server is asked from this silence on. */
    private static final Duration SUSPICIOUS = Duration.ofSeconds(5);

    private static final Duration LATE = Duration.ofSeconds(3);
    /** What was between two answers further apart is not known. */
    private static final Duration APART = Duration.ofSeconds(10);

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Clock clock;
    private final Function<SoftphoneRunner, Optional<SoftphoneRunnerStatus>> server;
    private final Map<String, Watch> byNamespace = new ConcurrentHashMap<>();

    /** One namespace's. */
    private static final class Watch {
        private final Lock asking = new ReentrantLock();
        private volatile Optional<Sound> sound = Optional.empty();

        Duration length() {
            return sound.map(one -> Duration.between(one.since(), one.last())).orElse(Duration.ZERO);
        }
    }

    /** From the first to the last good answer. */
    private record Sound(Instant since, Instant last) {}

    @Inject
    public WatchHealth(Clock clock, KubernetesClient client) {
        this(clock, runner -> Optional.ofNullable(client.resource(runner).get()).map(SoftphoneRunner::getStatus));
    }

    /** @param server what the API server has of a runner; throws when it cannot be asked */
    WatchHealth(Clock clock, Function<SoftphoneRunner, Optional<SoftphoneRunnerStatus>> server) {
        this.clock = clock;
        this.server = server;
    }

    /**
     * The same, with no runner silent for longer than the API server and the watch are known to be sound.
     *
     * @throws RuntimeException when the API server does not answer; then nothing can be decided
     */
    Reports.Look trusted(Reports.Look look, Collection<SoftphoneRunner> runners) {
        Optional<SoftphoneRunner> mostSilent = runners.stream()
                .filter(runner -> silence(look, runner).compareTo(SUSPICIOUS) >= 0)
                .max(Comparator.comparing(runner -> silence(look, runner)));
        if (mostSilent.isEmpty()) {
            return look;
        }
        Duration sound = check(mostSilent.get());
        Map<String, Reports.Seen> seen = new HashMap<>();
        look.runners()
                .forEach((name, one) -> seen.put(
                        name,
                        new Reports.Seen(
                                one.report(),
                                one.silent().compareTo(sound) > 0 ? sound : one.silent(),
                                one.current())));
        return new Reports.Look(seen, look.measured());
    }

    private static Duration silence(Reports.Look look, SoftphoneRunner runner) {
        Reports.Seen seen = look.runners().get(runner.getMetadata().getName());
        return seen == null ? Duration.ZERO : seen.silent();
    }

    /** How long all has been sound. */
    private Duration check(SoftphoneRunner watched) {
        Watch watch = byNamespace.computeIfAbsent(watched.getMetadata().getNamespace(), namespace -> new Watch());
        if (!watch.asking.tryLock()) {
            return watch.length();
        }
        try {
            Optional<Sound> before = watch.sound;
            if (before.filter(one -> within(FRESH, one.last(), clock.instant())).isEmpty()) {
                Optional<Sound> now = Optional.empty();
                try {
                    now = ask(watched, before);
                } finally {
                    watch.sound = now;
                }
            }
            return watch.length();
        } finally {
            watch.asking.unlock();
        }
    }

    private Optional<Sound> ask(SoftphoneRunner watched, Optional<Sound> before) {
        Instant asked = clock.instant();
        boolean same = sequence(server.apply(watched)) == sequence(Optional.ofNullable(watched.getStatus()));
        Instant now = clock.instant();
        if (!same || !within(LATE, asked, now)) {
            return Optional.empty();
        }
        return Optional.of(before.filter(one -> within(APART, one.last(), asked))
                .map(one -> new Sound(one.since(), now))
                .orElseGet(() -> new Sound(now, now)));
    }

    private static boolean within(Duration limit, Instant from, Instant to) {
        return Duration.between(from, to).compareTo(limit) <= 0;
    }

    private static long sequence(Optional<SoftphoneRunnerStatus> status) {
        return status.map(SoftphoneRunnerStatus::sequence).orElse(0L);
    }
}

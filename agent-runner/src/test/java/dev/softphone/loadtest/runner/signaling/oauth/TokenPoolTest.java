package dev.softphone.loadtest.runner.signaling.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.oauth.TokenPool.Failure;
import dev.softphone.loadtest.runner.signaling.oauth.TokenPool.Fetch;
import dev.softphone.loadtest.runner.signaling.oauth.TokenPool.Have;
import dev.softphone.loadtest.runner.signaling.oauth.TokenPool.Refused;
import dev.softphone.loadtest.runner.signaling.oauth.TokenPool.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TokenPoolTest {
    private static final TokenPool.Key SHARED = new TokenPool.Key("org", Optional.empty());
    private static final TokenPool.Key OWN = new TokenPool.Key("org", Optional.of("anna"));
    private static final Identity ANNA = identity("anna");
    private static final Identity BERTA = identity("berta");
    private static final Duration LIMIT = Duration.ofSeconds(31);
    private static final long START = Long.MAX_VALUE - seconds(5); // the clock may run over

    private final TokenPool pool = new TokenPool(7, LIMIT);

    @Test
    void aTokenIsFetchedByTheFirstWhoAsksAndUsedByAllWhoShareIt() {
        Fetch fetch = (Fetch) pool.ask(SHARED, ANNA, 0, START);
        assertThat(fetch.whose()).isEqualTo(ANNA);
        assertThat(pool.ask(SHARED, BERTA, 0, START)).isEqualTo(new Wait(fetch.ticket()));

        Have have = fetched(SHARED, fetch, "t1", 3_600, START + seconds(1));

        assertThat(pool.ask(SHARED, BERTA, fetch.ticket(), START + seconds(1))).isEqualTo(have);
        assertThat(pool.ask(SHARED, ANNA, 0, START + seconds(3_000))).isEqualTo(have);
        assertThat(have.token()).isEqualTo("t1");
    }

    @Test
    void softphonesOnTheirOwnAndOtherOrganizationsShareNothing() {
        assertThat(pool.ask(SHARED, ANNA, 0, START)).isInstanceOf(Fetch.class);
        assertThat(pool.ask(OWN, ANNA, 0, START)).isInstanceOf(Fetch.class);
        assertThat(pool.ask(new TokenPool.Key("org", Optional.of("berta")), BERTA, 0, START))
                .isInstanceOf(Fetch.class);
        assertThat(pool.ask(new TokenPool.Key("other", Optional.empty()), ANNA, 0, START))
                .isInstanceOf(Fetch.class);
    }

    @Test
    void eachTokenIsFetchedByOneThoughEightThreadsAskForAll() throws Exception {
        int tokens = 5_000;
        ExecutorService threads = Executors.newFixedThreadPool(8);
        CyclicBarrier together = new CyclicBarrier(8);
        try {
            List<Future<Integer>> fetches = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                fetches.add(threads.submit(() -> {
                    together.await(10, TimeUnit.SECONDS);
                    return fetched(tokens);
                }));
            }
            int fetched = 0;
            for (Future<Integer> fetch : fetches) {
                fetched += fetch.get(10, TimeUnit.SECONDS);
            }
            assertThat(fetched).isEqualTo(tokens);
        } finally {
            threads.shutdownNow();
        }
    }

    /** How many of so many tokens the caller had to fetch. */
    private int fetched(int tokens) {
        int fetched = 0;
        for (int i = 0; i < tokens; i++) {
            TokenPool.Key key = new TokenPool.Key("org-" + i, Optional.empty());
            if (pool.ask(key, ANNA, 0, START) instanceof Fetch fetch) {
                fetched(key, fetch, "t", 3_600, START);
                fetched++;
            }
        }
        return fetched;
    }

    @Test
    void isRefreshedBeforeItsEndByOneWhileTheOthersUseWhatThereIs() {
        Have have = fetched(SHARED, fetch(SHARED, START), "t1", 3_600, START);
        assertThat(have.refreshNanos() - START).isBetween(seconds(3_480), seconds(3_540));

        long due = have.refreshNanos();
        assertThat(pool.ask(SHARED, ANNA, 0, due - 1)).isEqualTo(have);
        Fetch again = (Fetch) pool.ask(SHARED, BERTA, 0, due);
        assertThat(again.whose()).as("the same user's as before").isEqualTo(ANNA);
        assertThat(pool.ask(SHARED, ANNA, 0, due)).isEqualTo(have);
        pool.abandoned(SHARED, again.ticket());

        long end = START + seconds(3_600);
        Fetch last = (Fetch) pool.ask(SHARED, BERTA, 0, end - 1);
        assertThat(pool.ask(SHARED, ANNA, 0, end - 1)).isEqualTo(have);
        assertThat(pool.ask(SHARED, ANNA, 0, end)).isEqualTo(new Wait(last.ticket()));
    }

    @Test
    void tokensThatWereFetchedTogetherAreNotRefreshedTogether() {
        List<Long> due = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            TokenPool.Key key = new TokenPool.Key("org", Optional.of("s" + i));
            due.add(fetched(key, fetch(key, START), "t", 3_600, START).refreshNanos());
        }
        assertThat(due).doesNotHaveDuplicates();
        TokenPool sameSeed = new TokenPool(7, LIMIT);
        TokenPool.Key first = new TokenPool.Key("org", Optional.of("s0"));
        Fetch fetch = (Fetch) sameSeed.ask(first, ANNA, 0, START);
        assertThat(sameSeed.fetched(first, fetch.ticket(), "t", OptionalLong.of(3_600), START)
                        .refreshNanos())
                .isEqualTo(due.get(0));
    }

    @Test
    void aTokenWithoutALifetimeLastsUntilItIsRefused() {
        Fetch fetch = fetch(OWN, START);
        Have have = pool.fetched(OWN, fetch.ticket(), "t", OptionalLong.empty(), START);

        assertThat(pool.ask(OWN, ANNA, 0, START + Duration.ofDays(300).toNanos()))
                .isEqualTo(have);
    }

    @Test
    void isNotPutOffByTimesThatNobodyCanMean() {
        Have have = fetched(OWN, fetch(OWN, START), "t", Long.MAX_VALUE, START);
        assertThat(pool.ask(OWN, ANNA, 0, START + seconds(86_400 * 300))).isEqualTo(have);

        Fetch fetch = fetch(SHARED, START);
        pool.failed(SHARED, fetch.ticket(), refused(429, OptionalLong.of(Long.MAX_VALUE)), START);
        assertThat(pool.ask(SHARED, ANNA, 0, START + seconds(86_400 * 300))).isInstanceOf(Refused.class);
    }

    @Test
    void aRefusalIsThatOfAllWhoWaitedForItAndOfNoOther() {
        Fetch fetch = fetch(SHARED, START);
        Failure failure = refused(401, OptionalLong.empty());
        assertThat(pool.failed(SHARED, fetch.ticket(), failure, START)).isEmpty();

        assertThat(pool.ask(SHARED, BERTA, fetch.ticket(), START)).isEqualTo(new Refused(failure));
        Fetch next = (Fetch) pool.ask(SHARED, BERTA, 0, START);
        assertThat(pool.ask(SHARED, ANNA, fetch.ticket(), START))
                .as("though another is under way")
                .isEqualTo(new Refused(failure));
        assertThat(pool.ask(SHARED, ANNA, next.ticket(), START)).isEqualTo(new Wait(next.ticket()));
    }

    @Test
    void nobodyAsksForASharedTokenBeforeRetryAfterIsOver() {
        Fetch fetch = fetch(SHARED, START);
        pool.failed(SHARED, fetch.ticket(), refused(429, OptionalLong.of(10_000)), START);

        Refused refused = (Refused) pool.ask(SHARED, BERTA, 0, START + seconds(4));
        assertThat(refused.failure().refusal().retryAfterMillis()).hasValue(6_000);
        assertThat(pool.ask(SHARED, BERTA, 0, START + seconds(10))).isInstanceOf(Fetch.class);
    }

    @Test
    void aSoftphoneOnItsOwnComesBackAsItsRetryPolicyHasIt() {
        Fetch fetch = fetch(OWN, START);
        pool.failed(OWN, fetch.ticket(), refused(429, OptionalLong.of(10_000)), START);

        assertThat(pool.ask(OWN, ANNA, 0, START + 1)).isInstanceOf(Fetch.class);
    }

    @Test
    void aTokenThatCouldNotBeRefreshedIsUsedToItsEndAndAskedForAgainLater() {
        Have have = fetched(OWN, fetch(OWN, START), "t1", 3_600, START);
        Fetch again = (Fetch) pool.ask(OWN, ANNA, 0, have.refreshNanos());

        assertThat(pool.failed(OWN, again.ticket(), refused(503, OptionalLong.empty()), have.refreshNanos()))
                .contains(have);
        assertThat(pool.ask(OWN, ANNA, 0, have.refreshNanos() + seconds(4))).isEqualTo(have);
        assertThat(pool.ask(OWN, ANNA, 0, have.refreshNanos() + seconds(5))).isInstanceOf(Fetch.class);
    }

    @Test
    void afterA401OneFetchesAnewForAllAndOnlyOnceAMinute() {
        Have first = fetched(SHARED, fetch(SHARED, START), "t1", 3_600, START);
        long now = START + seconds(9);

        assertThat(pool.unauthorized(SHARED, first.ticket(), now)).isTrue();
        Fetch renewal = (Fetch) pool.ask(SHARED, ANNA, first.ticket() + 1, now);
        assertThat(pool.unauthorized(SHARED, first.ticket(), now)).isTrue();
        assertThat(pool.ask(SHARED, BERTA, first.ticket() + 1, now)).isEqualTo(new Wait(renewal.ticket()));

        Have second = fetched(SHARED, renewal, "t2", 3_600, now);
        assertThat(pool.unauthorized(SHARED, first.ticket(), now))
                .as("a late one takes the new token")
                .isTrue();
        assertThat(pool.ask(SHARED, BERTA, first.ticket() + 1, now)).isEqualTo(second);
        assertThat(pool.unauthorized(SHARED, second.ticket(), now + seconds(59)))
                .as("the new one is refused too")
                .isFalse();
        assertThat(pool.unauthorized(SHARED, second.ticket(), now + seconds(60)))
                .isTrue();
    }

    @Test
    void aRenewalThatFailsIsNotMadeAgainByEachWhoHadTheOldToken() {
        Have have = fetched(SHARED, fetch(SHARED, START), "t1", 3_600, START);
        pool.unauthorized(SHARED, have.ticket(), START);
        Fetch renewal = (Fetch) pool.ask(SHARED, ANNA, have.ticket() + 1, START);
        Failure failure = refused(500, OptionalLong.empty());
        pool.failed(SHARED, renewal.ticket(), failure, START);

        assertThat(pool.unauthorized(SHARED, have.ticket(), START)).isTrue();
        assertThat(pool.ask(SHARED, BERTA, have.ticket() + 1, START)).isEqualTo(new Refused(failure));
    }

    @Test
    void aFetchThatIsNeverHeardOfIsAnothersToMake() {
        Fetch silent = fetch(SHARED, START);
        assertThat(pool.ask(SHARED, BERTA, 0, START + seconds(30))).isEqualTo(new Wait(silent.ticket()));
        Fetch next = (Fetch) pool.ask(SHARED, BERTA, silent.ticket(), START + seconds(31));
        pool.abandoned(SHARED, silent.ticket());
        assertThat(pool.ask(SHARED, ANNA, 0, START + seconds(31)))
                .as("what the first says does not end the second")
                .isEqualTo(new Wait(next.ticket()));
        pool.abandoned(SHARED, next.ticket());
        assertThat(pool.ask(SHARED, ANNA, 0, START + seconds(31))).isInstanceOf(Fetch.class);
    }

    @Test
    void showsNoToken() {
        assertThat(fetched(OWN, fetch(OWN, START), "s3cret", 3_600, START).toString())
                .doesNotContain("s3cret");
    }

    private Fetch fetch(TokenPool.Key key, long now) {
        return (Fetch) pool.ask(key, ANNA, 0, now);
    }

    private Have fetched(TokenPool.Key key, Fetch fetch, String token, long lifetime, long now) {
        return pool.fetched(key, fetch.ticket(), token, OptionalLong.of(lifetime), now);
    }

    private static Failure refused(int status, OptionalLong retryAfterMillis) {
        return new Failure(true, new Refusal("http/" + status, "no", retryAfterMillis, Map.of()));
    }

    private static Identity identity(String username) {
        return new Identity(username, Optional.of("org"), Map.of("username", username));
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}

package dev.softphone.loadtest.simulator.genesys;

import dev.softphone.loadtest.simulator.matching.FixedWindow;
import dev.softphone.loadtest.simulator.script.GenesysScript.Limits;
import dev.softphone.loadtest.simulator.script.GenesysScript.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shared budgets of the API host. A request that finds all of its windows open is counted in each; one that does not
 * is counted in none. For the gateway's thread only.
 */
final class ApiLimits {
    private final Limits script;
    private final Map<String, FixedWindow> windows = new HashMap<>();

    ApiLimits(Limits script) {
        this.script = script;
    }

    /**
     * What became of a request.
     *
     * @param refusedBy the name of the limit that refuses it, or null
     * @param headers what the answer tells of the window with the smallest share left
     * @param retryAfterSeconds until the window that refuses is over
     */
    record Taken(@Nullable String refusedBy, Map<String, String> headers, long retryAfterSeconds) {}

    private record Budget(String name, Window script, FixedWindow window) {

        /** The share that is left, from 0 to 1. */
        double share(long now) {
            return (double) window.left(now) / script.allowed();
        }
    }

    Taken take(Token token, long now) {
        List<Budget> budgets = budgets(token, now);
        boolean granted = budgets.stream().allMatch(budget -> budget.window.left(now) > 0);
        if (granted) {
            budgets.forEach(budget -> budget.window.take(now));
        }
        Budget tightest = budgets.stream()
                .min(Comparator.comparingDouble(budget -> budget.share(now)))
                .orElseThrow();
        int allowed = tightest.script.allowed();
        return new Taken(
                granted ? null : tightest.name,
                Map.of(
                        "inin-ratelimit-allowed", String.valueOf(allowed),
                        "inin-ratelimit-count", String.valueOf(allowed - tightest.window.left(now)),
                        "inin-ratelimit-reset", String.valueOf(seconds(tightest.window.untilReset(now)))),
                seconds(tightest.window.untilNext(now)));
    }

    private List<Budget> budgets(Token token, long now) {
        List<Budget> budgets = new ArrayList<>();
        budgets.add(budget("token", token.value(), script.token(), now));
        User user = token.user();
        if (user != null) {
            budgets.add(budget("appUser", token.client() + "/" + user.id(), script.appUser(), now));
            budgets.add(budget("user", user.id(), script.user(), now));
        }
        script.organization()
                .ifPresent(window -> budgets.add(budget("organization", token.organization(), window, now)));
        return budgets;
    }

    private Budget budget(String name, String of, Window window, long now) {
        return new Budget(
                name,
                window,
                windows.computeIfAbsent(
                        name + "/" + of,
                        key -> new FixedWindow(window.allowed(), window.per().toNanos(), now)));
    }

    private static long seconds(long nanos) {
        return (nanos + 999_999_999) / 1_000_000_000;
    }
}

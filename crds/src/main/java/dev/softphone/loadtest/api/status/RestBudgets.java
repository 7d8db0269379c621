package dev.softphone.loadtest.api.status;

import dev.softphone.loadtest.api.v1alpha1.StatusCounts.RestBudget;
import dev.softphone.loadtest.measure.RestUse;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.verdict.Evidence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a login costs of the quota of a token, and how many logins a minute that leaves. */
final class RestBudgets {
    private RestBudgets() {}

    /** Empty where no REST call on a token was answered. */
    static Optional<List<RestBudget>> of(Evidence evidence) {
        Map<String, RestUse> uses = evidence.measurements().restUse();
        Gateway.Signaling signaling = evidence.test().gateway().signaling();
        List<RestBudget> budgets = uses.entrySet().stream()
                .sorted(Groups.byName())
                .map(entry -> budget(entry.getKey(), entry.getValue(), signaling))
                .toList();
        return budgets.isEmpty() ? Optional.empty() : Optional.of(budgets);
    }

    private static RestBudget budget(String organization, RestUse use, Gateway.Signaling signaling) {
        return new RestBudget(
                organization.isEmpty() ? null : Cut.to(Groups.NAME, organization),
                use.answered(),
                or(signaling.restCallsPerLogin()),
                or(use.perMinute()),
                or(use.leastLeft()),
                or(signaling.loginsPerMinute(use.perMinute())));
    }

    private static @Nullable Long or(OptionalLong value) {
        return value.isPresent() ? Long.valueOf(value.getAsLong()) : null;
    }
}

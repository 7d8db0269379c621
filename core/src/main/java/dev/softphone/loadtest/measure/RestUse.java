package dev.softphone.loadtest.measure;

import java.util.OptionalLong;

/**
 * REST calls on the access tokens of one organization, and what their answers said of a token's quota.
 *
 * @param answered calls that were answered, whatever the answer
 * @param perMinute the lowest limit of a token that an answer told, in calls a minute; empty: none told one with its window
 * @param leastLeft the fewest calls that an answer said were left; empty: none said
 */
public record RestUse(long answered, OptionalLong perMinute, OptionalLong leastLeft) {

    public static final RestUse ZERO = new RestUse(0, OptionalLong.empty(), OptionalLong.empty());

    /** Commutative and associative. */
    public RestUse plus(RestUse other) {
        return new RestUse(
                answered + other.answered,
                Known.min(perMinute, other.perMinute),
                Known.min(leastLeft, other.leastLeft));
    }
}

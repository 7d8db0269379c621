package dev.softphone.loadtest.plan;

import java.util.OptionalInt;

/**
 * Who calls whom when softphones call each other: softphone 2k calls softphone 2k+1. The last of an odd number has
 * nobody to call and nobody who calls.
 *
 * @param softphones of the whole run, 0 or more
 */
public record CallPairs(int softphones) {

    public CallPairs {
        if (softphones < 0) {
            throw new IllegalArgumentException("softphones: required 0 or more, observed " + softphones);
        }
    }

    /** How many calls there can be at a time. */
    public int pairs() {
        return softphones / 2;
    }

    /** Whether a softphone places the call of its pair. */
    public boolean caller(int softphone) {
        return softphone % 2 == 0 && peerOf(softphone).isPresent();
    }

    /** The other one of a softphone's pair; empty if it is alone. */
    public OptionalInt peerOf(int softphone) {
        if (softphone < 0 || softphone >= softphones) {
            throw new IndexOutOfBoundsException(
                    "softphone: required 0 to " + (softphones - 1) + ", observed " + softphone);
        }
        int peer = softphone ^ 1;
        return peer < softphones ? OptionalInt.of(peer) : OptionalInt.empty();
    }
}

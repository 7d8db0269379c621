package dev.softphone.loadtest.runner.softphone;

import dev.softphone.loadtest.measure.OutcomeKey.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What one softphone counts for: where it stands, its last word, and the groups it is counted in (organization, addresses,
 * step). Single-threaded.
 */
final class Account {
    private final Tally tally;
    private final @Nullable GroupTally organization;
    private final @Nullable StepTally step;

    private Standing standing = Standing.NOT_STARTED;
    private boolean hasDropped;
    private @Nullable OutcomeTally lastWord;
    private boolean lastWordSaturated;
    private boolean lastWordStands;
    private @Nullable GroupTally local;
    private @Nullable GroupTally remote;

    Account(Tally tally, @Nullable GroupTally organization, @Nullable StepTally step) {
        this.tally = tally;
        this.organization = organization;
        this.step = step;
    }

    Standing standing() {
        return standing;
    }

    boolean hasDropped() {
        return hasDropped;
    }

    void stand(Standing next) {
        if (standing == next) {
            return;
        }
        tally.move(standing, next);
        for (GroupTally group : groups()) {
            if (group != null) {
                group.move(standing, next);
            }
        }
        standing = next;
    }

    /** Another attempt: what was said last is no final word. */
    void tryAgain() {
        if (lastWord != null && lastWordStands) {
            lastWord.finalWord(-1, lastWordSaturated);
            lastWordStands = false;
        }
        if (standing != Standing.CONNECTED) {
            stand(Standing.IN_PROGRESS);
        }
    }

    /** How an attempt or a connection ended. */
    void said(OutcomeTally word, boolean saturated) {
        lastWord = word;
        lastWordSaturated = saturated;
    }

    /** No further attempt: the last word is the final one, unless it is older than a success. */
    void settle() {
        if (standing == Standing.IN_PROGRESS) {
            boolean answered = lastWord != null && lastWord.key.kind() == Kind.REJECTION;
            stand(answered ? Standing.REJECTED : Standing.FAILED);
        }
        if (lastWord != null && (standing != Standing.CONNECTED || lastWord.key.kind() == Kind.DROP)) {
            lastWord.finalWord(1, lastWordSaturated);
            lastWordStands = true;
        }
    }

    /** Counted as dropped once, however often it happens. */
    void dropped() {
        if (hasDropped) {
            return;
        }
        hasDropped = true;
        for (GroupTally group : groups()) {
            if (group != null) {
                group.dropped();
            }
        }
    }

    /** Softphones are counted by the addresses of their latest socket; one that never was has none. */
    void over(String localAddress, String remoteAddress) {
        if (!localAddress.isEmpty()) {
            local = moved(local, tally.localAddress(localAddress));
        }
        if (!remoteAddress.isEmpty()) {
            remote = moved(remote, tally.remoteAddress(remoteAddress));
        }
    }

    private GroupTally moved(@Nullable GroupTally from, GroupTally to) {
        if (from != to) {
            if (from != null) {
                from.adopt(standing, hasDropped, -1);
            }
            to.adopt(standing, hasDropped, 1);
        }
        return to;
    }

    void handshake(long micros) {
        if (step != null) {
            step.handshake(micros);
        }
    }

    private @Nullable GroupTally[] groups() {
        return new @Nullable GroupTally[] {organization, local, remote, step == null ? null : step.group};
    }
}

package dev.softphone.loadtest.plan;

import org.jspecify.annotations.Nullable;

/**
 * What one runner, or one event loop of it, has of the indices 0, 1, 2, … that all of them deal among themselves.
 *
 * <p>The same part decides over softphones, over free slots under a limit, and over whatever else is dealt, for as many
 * indices as there are: nothing has to be agreed upon while the test runs. A part can be split again.
 *
 * <p>Immutable; safe for any thread.
 */
public final class Part {

    /** Everything. */
    public static final Part WHOLE = new Part(null, Shares.equal(1), 0);

    private final @Nullable Part parent;
    private final Shares shares;
    private final int owner;

    private Part(@Nullable Part parent, Shares shares, int owner) {
        this.parent = parent;
        this.shares = shares;
        this.owner = owner;
    }

    /**
     * What {@code owner} has of this part.
     *
     * @throws IllegalArgumentException unless {@code owner} is one of the shares' owners
     */
    public Part split(Shares shares, int owner) {
        if (owner < 0 || owner >= shares.owners()) {
            throw new IllegalArgumentException("owner: required 0 to " + (shares.owners() - 1) + ", observed " + owner);
        }
        return new Part(this, shares, owner);
    }

    /** The index, in the whole, of this part's {@code nth} one (from 0). */
    public long wholeIndex(long nth) {
        long index = shares.indexOf(owner, nth);
        return parent == null ? index : parent.wholeIndex(index);
    }

    /** How many indices of this part are below {@code wholeIndex}: also the rank of the first that is not below it. */
    public long countBelow(long wholeIndex) {
        return shares.countOf(owner, parent == null ? wholeIndex : parent.countBelow(wholeIndex));
    }
}

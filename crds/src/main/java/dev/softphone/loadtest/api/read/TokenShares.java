package dev.softphone.loadtest.api.read;

import dev.softphone.loadtest.model.Gateway.GenesysCloud;
import dev.softphone.loadtest.model.Gateway.GenesysCloud.Quota;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.plan.Fraction;
import dev.softphone.loadtest.plan.Part;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How much of each access token is one part's, by how many softphones of the test have it. Holds tokens, of this part alone
 * and only those that others have too; shows none. Immutable.
 */
public final class TokenShares {

    /** Nobody else has any of the tokens. */
    public static final TokenShares NONE = new TokenShares(Map.of());

    private final Map<String, Fraction> shared;

    private TokenShares(Map<String, Fraction> shared) {
        this.shared = Map.copyOf(shared);
    }

    /** Of a token that is not shared, the whole. */
    public Fraction of(String token) {
        return shared.getOrDefault(token, Fraction.WHOLE);
    }

    /** How many tokens are shared. */
    public int size() {
        return shared.size();
    }

    @Override
    public String toString() {
        return "TokenShares[" + shared.size() + "]";
    }

    /** Counts the softphones of a test by their token. One thread. */
    static final class Counter {
        private final Map<String, Integer> ours = new HashMap<>();
        private final Map<String, Integer> all = new HashMap<>();
        private final String column;

        private Counter(String column) {
            this.column = column;
        }

        /** Empty where nobody has to know: the quota is not kept, tokens are a runner's own, or the part is the whole. */
        static Optional<Counter> of(LoadTest test, Part part) {
            return test.gateway().signaling() instanceof GenesysCloud genesys
                            && genesys.quota() == Quota.Respect
                            && !genesys.fetchesTokens()
                            && part.countBelow(test.softphones()) < test.softphones()
                    ? Optional.of(new Counter(genesys.tokenColumn()))
                    : Optional.empty();
        }

        /** Of an identity, the column that holds the token. */
        String column() {
            return column;
        }

        /**
         * @param own how many softphones of the part have the token
         * @param of how many of the test
         */
        void count(String token, int own, int of) {
            all.merge(token, of, Integer::sum);
            if (own > 0) {
                ours.merge(token, own, Integer::sum);
            }
        }

        TokenShares counted() {
            Map<String, Fraction> shared = new HashMap<>();
            ours.forEach((token, own) -> {
                Fraction fraction = new Fraction(own, all.getOrDefault(token, own));
                if (!fraction.isWhole()) {
                    shared.put(token, fraction);
                }
            });
            return new TokenShares(shared);
        }
    }
}

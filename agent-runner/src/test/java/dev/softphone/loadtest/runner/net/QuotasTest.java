package dev.softphone.loadtest.runner.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.api.read.IdentityReader;
import dev.softphone.loadtest.api.read.SpecReader;
import dev.softphone.loadtest.api.read.TokenShares;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.plan.Part;
import dev.softphone.loadtest.plan.QuotaReading;
import dev.softphone.loadtest.plan.Shares;
import dev.softphone.loadtest.runner.RefusedException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QuotasTest {
    private static final String MANIFEST = """
            {"metadata": {"name": "genesys"}, "spec": {
              "softphones": 4,
              "gateway": {"protocol": "GenesysCloud", "url": "ws://127.0.0.1:8080", "genesys": {"quota": "Respect"}},
              "identities": {"secretRefs": [{"name": "people", "key": "softphones.csv"}]},
              "arrival": {"rampUp": {"over": "1s"}}, "hold": "1s"}}
            """;

    @Test
    void ofATokenThatOtherRunnersHaveTooNoMoreIsSentThanItsShare() throws Exception {
        LoadTest test = RefusedException.unlessAccepted(
                SpecReader.read((ObjectNode) JsonMapper.builder().build().readTree(MANIFEST)));
        TokenShares shares = RefusedException.unlessAccepted(IdentityReader.read(
                        test,
                        key -> Optional.of("username,token\na,common\nb,common\nc,own\nd,other\n"),
                        Part.WHOLE.split(Shares.equal(2), 0)))
                .tokens();

        assertThat(sent(shares, "common")).isEqualTo(5);
        assertThat(sent(shares, "own")).isEqualTo(10);
    }

    /** Calls that go in a window of ten. */
    private static int sent(TokenShares shares, String token) {
        Quotas quotas = new Quotas(shares);
        Once first = new Once(quotas.of(token));
        assertThat(first.ask()).isTrue();
        first.answered(Optional.of(new QuotaReading(10, 9, 60_000)));
        int sent = 1;
        while (new Once(quotas.of(token)).ask()) {
            sent++;
        }
        return sent;
    }

    private static final class Once extends Quotas.Call {
        Once(Quotas.Desk desk) {
            super(desk, new Still());
        }

        @Override
        void go() {}

        @Override
        boolean isOver() {
            return false;
        }
    }

    /** A loop whose time stands still. */
    private static final class Still implements Quotas.Loop {
        @Override
        public void later(Runnable task, long nanos) {}

        @Override
        public long nowNanos() {
            return 0;
        }
    }
}

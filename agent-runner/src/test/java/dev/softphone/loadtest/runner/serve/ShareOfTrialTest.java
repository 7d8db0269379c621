package dev.softphone.loadtest.runner.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.api.read.SpecReader;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.plan.Part;
import dev.softphone.loadtest.plan.Shares;
import dev.softphone.loadtest.runner.RefusedException;
import dev.softphone.loadtest.runner.TrialPlan;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShareOfTrialTest {
    private static final int RUNNERS = 3;

    @Test
    void theSharesOfEveryTrialSumToItsSizeAndArriveAsOneRamp() throws Exception {
        LoadTest test = search();
        for (int size = 1; size <= test.softphones(); size++) {
            Optional<Control.Size> told = Optional.of(new Control.Size(size, 1000));
            long sum = 0;
            for (int runner = 0; runner < RUNNERS; runner++) {
                ShareOfTrial share = share(test, runner);
                TrialPlan plan = share.plan(told, 0);
                assertThat(plan.schedule().size()).isEqualTo(share.softphones(told));
                assertThat(plan.hold()).hasSeconds(2);
                int of = size;
                assertThat(IntStream.range(0, plan.schedule().size()).map(plan.schedule()::wholeIndex))
                        .allMatch(number -> number < of);
                sum += share.softphones(told);
            }
            assertThat(sum).isEqualTo(size);
        }
    }

    @Test
    void aTrialWithoutASizeOrLargerThanTheTestIsRefused() throws Exception {
        ShareOfTrial share = share(search(), 0);

        assertThatThrownBy(() -> share.plan(Optional.empty(), 0))
                .isInstanceOf(RefusedException.class)
                .hasMessage("control object, softphones: required 1 to 20 with arrival.search, observed nothing");
        assertThatThrownBy(() -> share.plan(Optional.of(new Control.Size(21, 0)), 0))
                .hasMessageEndingWith("observed 21");
    }

    private static ShareOfTrial share(LoadTest test, int runner) {
        return new ShareOfTrial(test, Part.WHOLE.split(Shares.equal(RUNNERS), runner));
    }

    private static LoadTest search() throws Exception {
        return RefusedException.unlessAccepted(
                SpecReader.read((ObjectNode) JsonMapper.builder().build().readTree("""
                {"apiVersion": "softphone.dev/v1alpha1", "kind": "SoftphoneLoadTest", "metadata": {"name": "monday"},
                 "spec": {"softphones": 20,
                  "gateway": {"protocol": "SipOverWebSocket", "url": "ws://127.0.0.1:5066/"},
                  "identities": {"generated": {"username": "s-{index}"}},
                  "arrival": {"search": {"from": 2, "step": 2, "over": "1s", "hold": "2s"}}}}
                """)));
    }
}

package dev.softphone.loadtest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallPairsTest {

    @Test
    void evenSoftphonesCallTheirNeighbour() {
        CallPairs pairs = new CallPairs(4);

        assertThat(IntStream.range(0, 4).map(i -> pairs.peerOf(i).orElseThrow()))
                .containsExactly(1, 0, 3, 2);
        assertThat(IntStream.range(0, 4).filter(pairs::caller)).containsExactly(0, 2);
    }

    @Test
    void theLastOfAnOddNumberStaysAlone() {
        CallPairs pairs = new CallPairs(5);

        assertThat(pairs.pairs()).isEqualTo(2);
        assertThat(pairs.peerOf(4)).isEmpty();
        assertThat(pairs.caller(4)).isFalse();
    }

    @Test
    void everyoneIsThePeerOfItsPeerAndOneOfThemCalls() {
        for (int softphones = 0; softphones < 50; softphones++) {
            CallPairs pairs = new CallPairs(softphones);
            for (int softphone = 0; softphone < softphones; softphone++) {
                int one = softphone;
                pairs.peerOf(one).ifPresent(peer -> {
                    assertThat(pairs.peerOf(peer)).hasValue(one);
                    assertThat(pairs.caller(peer)).isNotEqualTo(pairs.caller(one));
                });
            }
            assertThat(IntStream.range(0, softphones).filter(pairs::caller).count())
                    .isEqualTo(pairs.pairs());
        }
    }

    @Test
    void nobodyOutsideTheTestHasAPeer() {
        assertThatThrownBy(() -> new CallPairs(4).peerOf(4)).hasMessage("softphone: required 0 to 3, observed 4");
        assertThatThrownBy(() -> new CallPairs(-1)).hasMessageContaining("observed -1");
    }
}

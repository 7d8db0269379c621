package dev.softphone.loadtest.runner.softphone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestInFlightTest {
    private static final RestRequest LOGIN =
            new RestRequest("login", Stage.LOGIN, "GET", URI.create("http://api.example/"), Map.of(), Optional.empty());

    private final RestInFlight calls = new RestInFlight();

    @Test
    void anAnswerThatComesAfterItsCallWasGivenUpIsNotTakenForTheNextOne() {
        int givenUp = calls.ask(LOGIN, 0, 0);
        calls.take(Stage.LOGIN);
        int asked = calls.ask(LOGIN, 1, 0);

        assertThat(calls.take(givenUp)).isNull();
        assertThat(calls.none(Stage.LOGIN)).isFalse();
        assertThat(calls.take(asked)).isNotNull();
        assertThat(calls.none(Stage.LOGIN)).isTrue();
    }
}

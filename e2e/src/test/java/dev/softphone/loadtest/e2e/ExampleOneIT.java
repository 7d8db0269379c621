package dev.softphone.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExampleOneIT {

    @Test
    void threeHundredOfFiveHundredIsAConcurrencyCapAndTheCountsAreTheGateways() throws Exception {
        LoadRun.Result result = LoadRun.of(LoadRun.root().resolve("examples/01-three-hundred-of-five-hundred"))
                .run();

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(result.cause()).as(result.toString()).isEqualTo("ConcurrencyCap");
        assertThat(result.status().at("/causes/0/limit").asInt()).isEqualTo(300);
        assertThat(result.status().at("/causes/0/confidence").asText()).isEqualTo("High");
        assertThat(result.status().at("/softphones/connected").asInt()).isEqualTo(300);
        assertThat(result.status().at("/softphones/rejected").asInt()).isEqualTo(200);
    }
}

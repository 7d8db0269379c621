package dev.softphone.loadtest.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CauseTypeTest {

    private static final Path PAGE = Path.of("..", "docs", "verdicts.md");

    private static final String HEAD = """
            # Verdicts and causes

            Generated from `CauseType`; after a change there, `./mvnw -pl core test -Dtest=CauseTypeTest -Dgolden.update=true` writes it anew.

            ## Verdict

            A finished test is `Passed`, `Failed` or `Inconclusive`. Each threshold is judged on an interval: softphones that are lost, unreported,
            cancelled, not started, or failed by the generator's own fault are taken once as best and once as worst. The worst case passes: `Passed`.
            The best case fails: `Failed`. Otherwise: `Inconclusive`. Withholding a report never improves a verdict. An answer on the wire is always
            the gateway's; only local errors, and silence that overlaps the generator's own saturation, are the generator's.

            A latency is judged when its sample is large enough (p99: 100), and not when our own lag could have pushed it over the limit or has a p99
            above the larger of 50 ms and 10 % of the tightest limit. Counts that do not add up are never judged: the verdict is `Inconclusive` and says so.

            ## Causes

            The most important first; `./softphone-load explain CAUSE` prints the same. Confidence is `High` only where the evidence leaves nothing
            else; otherwise the cause comes with the test that would tell. A close without a close frame, which other tools print as 1006, is never
            a cause here: it is split by phase, age and instant.

            | cause | meaning |
            |---|---|
            """;

    @Test
    void thePageOfVerdictsIsWhatTheCodeSays() throws IOException {
        String page = HEAD
                + Arrays.stream(CauseType.values())
                        .map(type -> "| [" + type + "](#" + type.name().toLowerCase(Locale.ROOT) + ") | "
                                + type.meaning() + " |\n")
                        .collect(Collectors.joining())
                + Arrays.stream(CauseType.values())
                        .map(type -> "\n### " + type + "\n\n" + type.meaning() + "\n\n" + type.recognition() + "\n")
                        .collect(Collectors.joining());
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    @Test
    void everyCauseIsExplainedInWholeSentences() {
        for (CauseType type : CauseType.values()) {
            assertThat(type.meaning()).as("%s", type).matches("[A-Z].*\\.").doesNotContain("\n");
            assertThat(type.recognition()).as("%s", type).matches("[A-Z].*\\.").hasSizeGreaterThan(80);
        }
    }
}

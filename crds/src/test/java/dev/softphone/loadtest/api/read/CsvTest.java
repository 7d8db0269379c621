package dev.softphone.loadtest.api.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softphone.loadtest.api.read.Csv.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CsvTest {

    @Test
    void readsFieldsQuotesAndBothKindsOfLineEnds() throws Exception {
        assertThat(Csv.parse("a,b\r\n\"1,\"\"2\"\"\",\"x\ny\"\n,\n"))
                .containsExactly(
                        new Row(1, List.of("a", "b")),
                        new Row(2, List.of("1,\"2\"", "x\ny")),
                        new Row(4, List.of("", "")));
    }

    @Test
    void skipsEmptyLinesAndAByteOrderMark() throws Exception {
        assertThat(Csv.parse("\uFEFFa\n\n\nb")).containsExactly(new Row(1, List.of("a")), new Row(4, List.of("b")));
    }

    @Test
    void saysTheLineOfWhatIsMalformedAndNotTheText() {
        assertThatThrownBy(() -> Csv.parse("a\nb\"c\n"))
                .hasMessage("line 2: quotes around the whole field, or none in it");
        assertThatThrownBy(() -> Csv.parse("a\n\"b\nc")).hasMessage("line 2: a closing quote");
        assertThatThrownBy(() -> Csv.parse("\"a\"b"))
                .hasMessage("line 1: a comma or the end of the line after a field");
        assertThatThrownBy(() -> Csv.parse("a\rb")).hasMessage("line 1: a comma or the end of the line after a field");
    }

    @Test
    void readsBackWhateverIsWrittenByTheRules() throws Exception {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<List<String>> rows = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            for (int row = 0; row < 1 + random.nextInt(5); row++) {
                List<String> fields = new ArrayList<>();
                for (int field = 0; field < 2 + random.nextInt(3); field++) {
                    fields.add(random.ints(random.nextInt(6), 0, 6)
                            .mapToObj(i -> String.valueOf("a\",\n\r ".charAt(i)))
                            .reduce("", String::concat));
                }
                rows.add(fields);
                text.append(String.join(
                                ",",
                                fields.stream()
                                        .map(field -> "\"" + field.replace("\"", "\"\"") + "\"")
                                        .toList()))
                        .append(random.nextBoolean() ? "\r\n" : "\n");
            }

            assertThat(Csv.parse(text.toString()).stream().map(Row::fields).toList())
                    .as("seed %d", seed)
                    .isEqualTo(rows);
        }
    }
}

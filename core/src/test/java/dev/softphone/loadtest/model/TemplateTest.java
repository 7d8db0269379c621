package dev.softphone.loadtest.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TemplateTest {

    @Test
    void splitsTextAtItsReferences() {
        assertThat(Template.parse("/stream/${rest.channel.id}?u=${a}${b}").parts())
                .containsExactly(
                        new Template.Literal("/stream/"),
                        new Template.Reference("rest.channel.id"),
                        new Template.Literal("?u="),
                        new Template.Reference("a"),
                        new Template.Reference("b"));
        assertThat(Template.references("${b} ${a} ${b}")).containsExactly("b", "a", "b");
    }

    @Test
    void takesAnEscapedReferenceAsItStands() {
        assertThat(Template.parse("$${a} costs $5").parts()).containsExactly(new Template.Literal("${a} costs $5"));
    }

    @Test
    void saysWhereAReferenceIsMalformed() {
        assertThatThrownBy(() -> Template.parse("ab${c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at character 2")
                .hasMessageContaining("observed ${c without a closing brace");
        assertThatThrownBy(() -> Template.references("${}")).hasMessageContaining("observed ${}");
        assertThatThrownBy(() -> Template.references("${a b}")).hasMessageContaining("observed ${a b}");
    }

    @Test
    void textWithoutReferencesIsOneLiteral() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            String text = random.ints(random.nextInt(40), 0, 6)
                    .mapToObj(i -> "${}a .".substring(i, i + 1))
                    .reduce("", String::concat);
            if (!text.contains("${")) {
                assertThat(Template.parse(text).parts())
                        .as("seed %d", seed)
                        .isEqualTo(text.isEmpty() ? List.of() : List.of(new Template.Literal(text)));
            }
        }
    }

    @Test
    void refusesOrParsesWhateverItIsGiven() {
        for (long seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            String text = random.ints(random.nextInt(40), 0, 6)
                    .mapToObj(i -> "${}a .".substring(i, i + 1))
                    .reduce("", String::concat);
            try {
                Template template = Template.parse(text);
                StringBuilder again = new StringBuilder();
                for (Template.Part part : template.parts()) {
                    again.append(
                            part instanceof Template.Literal literal
                                    ? literal.text().replace("${", "$${")
                                    : "${" + ((Template.Reference) part).name() + "}");
                }
                assertThat(again).as("seed %d: %s", seed, text).hasToString(text);
            } catch (IllegalArgumentException refused) {
                assertThat(refused).as("seed %d: %s", seed, text).hasMessageContaining("required");
            }
        }
    }
}

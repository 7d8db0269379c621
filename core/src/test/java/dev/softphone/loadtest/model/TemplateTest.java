package dev.softphone.loadtest.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TemplateTest {

    @Test
    void replacesEveryReferenceByItsValue() {
        Template template =
                Template.parse("/stream/${rest.channel.id}?u=${identity.username}&again=${rest.channel.id}");

        assertThat(template.resolve(Map.of("rest.channel.id", "c1", "identity.username", "ann")::get))
                .isEqualTo("/stream/c1?u=ann&again=c1");
        assertThat(template.references()).containsExactly("rest.channel.id", "identity.username", "rest.channel.id");
    }

    @Test
    void doesNotLookForReferencesInValues() {
        assertThat(Template.parse("${a}").resolve(name -> "${b}")).isEqualTo("${b}");
    }

    @Test
    void writesAnEscapedReferenceAsItStands() {
        assertThat(Template.parse("$${a} costs $5 and ${a}").resolve(name -> "x"))
                .isEqualTo("${a} costs $5 and x");
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
    void textWithoutReferencesResolvesToItself() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            String text = random.ints(random.nextInt(40), 0, 6)
                    .mapToObj(i -> "${}a .".substring(i, i + 1))
                    .reduce("", String::concat);
            if (!text.contains("${")) {
                assertThat(Template.parse(text).resolve(name -> "!"))
                        .as("seed %d", seed)
                        .isEqualTo(text);
            }
        }
    }

    @Test
    void refusesOrResolvesWhateverItIsGiven() {
        for (long seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            String text = random.ints(random.nextInt(40), 0, 6)
                    .mapToObj(i -> "${}a .".substring(i, i + 1))
                    .reduce("", String::concat);
            try {
                String resolved = Template.parse(text).resolve(name -> "");
                assertThat(resolved.length()).as("seed %d: %s", seed, text).isLessThanOrEqualTo(text.length());
            } catch (IllegalArgumentException refused) {
                assertThat(refused).as("seed %d: %s", seed, text).hasMessageContaining("required");
            }
        }
    }
}

package dev.softphone.loadtest.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.e2e.LoadRun;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A page of docs/recipes: what a reader would copy from it. */
final class Recipe {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\n(.*?)^```$");

    private final String page;
    private final List<MatchResult> blocks;

    private Recipe(String page, String text) {
        this.page = page;
        this.blocks = BLOCK.matcher(text).results().toList();
    }

    static Recipe of(String page) throws IOException {
        return new Recipe(
                page, Files.readString(LoadRun.root().resolve("docs/recipes").resolve(page)));
    }

    /** The block of a language, by its number among those of that language, from 0. */
    String block(String language, int number) {
        List<String> found = blocks.stream()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
        assertThat(found).as("%s: blocks of %s", page, language).hasSizeGreaterThan(number);
        return found.get(number);
    }

    int blocks() {
        return blocks.size();
    }
}

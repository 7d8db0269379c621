package dev.softphone.loadtest.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A sum written out, {@code 500 started = 300 connected + 200 rejected + …}, and whether it adds up. */
final class Equation {

    private static final int BAR_WIDTH = 1000;

    private record Term(long value, String name, String style) {}

    private final Term total;
    private final List<Term> terms = new ArrayList<>();

    Equation(long total, String name, String style) {
        this.total = new Term(total, name, style);
    }

    /** {@code style} names the term's colour in the style sheet; empty for none. */
    Equation plus(long value, String name, String style) {
        terms.add(new Term(value, name, style));
        return this;
    }

    /** Writes the sum, and with {@code bar} the shares of its terms as one bar above it. */
    void write(Markup out, boolean bar) {
        if (bar && total.value() > 0) {
            bar(out);
        }
        out.open("p", "class", "equation");
        term(out, total);
        String operator = "=";
        for (Term term : terms) {
            out.text(" ")
                    .open("span", "class", "part")
                    .leaf("span", operator, "class", "operator")
                    .text(" ");
            term(out, term);
            out.close();
            operator = "+";
        }
        long sum = terms.stream().mapToLong(Term::value).sum();
        if (sum != total.value()) {
            out.text(" ").leaf("strong", "does not add up: the terms sum to " + Figures.count(sum), "class", "wrong");
        }
        out.close().line();
    }

    private static void term(Markup out, Term term) {
        out.open("span", "class", term.value() == 0 ? "term nil" : "term");
        out.leaf("b", Figures.count(term.value())).text(" ").open("span", "class", "name");
        if (!term.style().isEmpty()) {
            out.leaf("span", "", "class", "swatch " + term.style());
        }
        out.text(term.name()).close().close();
    }

    private void bar(Markup out) {
        out.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "class",
                "bar",
                "viewBox",
                "0 0 " + BAR_WIDTH + " 14",
                "preserveAspectRatio",
                "none",
                "role",
                "img");
        StringBuilder shares = new StringBuilder("Of " + Figures.count(total.value()) + " " + total.name() + ":");
        for (Term term : terms) {
            shares.append(' ')
                    .append(Figures.share(term.value(), total.value()))
                    .append(' ')
                    .append(term.name())
                    .append(';');
        }
        out.leaf("title", shares.toString());
        double at = 0;
        for (Term term : terms) {
            double width = (double) BAR_WIDTH * term.value() / total.value();
            if (term.value() > 0) {
                out.empty(
                        "rect",
                        "class",
                        "area " + term.style(),
                        "x",
                        String.format(Locale.ROOT, "%.2f", at),
                        "y",
                        "0",
                        "width",
                        String.format(Locale.ROOT, "%.2f", Math.max(width, 1)),
                        "height",
                        "14");
            }
            at += width;
        }
        out.close().line();
    }
}

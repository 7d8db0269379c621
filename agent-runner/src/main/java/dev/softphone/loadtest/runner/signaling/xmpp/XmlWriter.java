package dev.softphone.loadtest.runner.signaling.xmpp;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Writes one message: {@code start, attribute…, text or start…, end}. Whatever is given as a value comes out of a parser
 * as it went in, except for characters that XML 1.0 cannot hold at all, which become U+FFFD. Single-threaded.
 */
public final class XmlWriter {
    private static final char REPLACEMENT = '\uFFFD';

    private final StringBuilder out = new StringBuilder(256);
    private final Deque<String> open = new ArrayDeque<>();
    private boolean inTag;

    /** An element of its parent's namespace. */
    public XmlWriter start(String name) {
        closeTag();
        out.append('<').append(name);
        open.push(name);
        inTag = true;
        return this;
    }

    /** An element that declares its namespace as the default one. */
    public XmlWriter start(String name, String namespace) {
        return start(name).attribute("xmlns", namespace);
    }

    /** Of the element just started; none where the value is null. */
    public XmlWriter attribute(String name, @Nullable String value) {
        if (!inTag) {
            throw new IllegalStateException("attribute " + name + " after the tag was closed");
        }
        if (value != null) {
            out.append(' ').append(name).append("=\"");
            escape(value, true);
            out.append('"');
        }
        return this;
    }

    public XmlWriter text(String text) {
        closeTag();
        escape(text, false);
        return this;
    }

    public XmlWriter end() {
        String name = open.pop();
        if (inTag) {
            out.append("/>");
            inTag = false;
        } else {
            out.append("</").append(name).append('>');
        }
        return this;
    }

    /** An element with nothing in it. */
    public XmlWriter empty(String name, String namespace) {
        return start(name, namespace).end();
    }

    /** The message; ends what is still open. */
    public String finish() {
        while (!open.isEmpty()) {
            end();
        }
        return out.toString();
    }

    private void closeTag() {
        if (inTag) {
            out.append('>');
            inTag = false;
        }
    }

    private void escape(String value, boolean inAttribute) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&apos;");
                case '\r' -> out.append("&#xD;");
                case '\t', '\n' -> {
                    if (inAttribute) {
                        out.append(c == '\t' ? "&#x9;" : "&#xA;");
                    } else {
                        out.append(c);
                    }
                }
                default -> {
                    if (Character.isHighSurrogate(c)
                            && i + 1 < value.length()
                            && Character.isLowSurrogate(value.charAt(i + 1))) {
                        out.append(c).append(value.charAt(++i));
                    } else {
                        out.append(c < ' ' || Character.isSurrogate(c) || c >= '\uFFFE' ? REPLACEMENT : c);
                    }
                }
            }
        }
    }
}

package dev.softphone.loadtest.runner.signaling.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Header fields in the order of the message. Names are compared without case; compact forms are kept as long ones. */
final class SipHeaders {
    /** Name, value, name, value, … */
    private final List<String> fields = new ArrayList<>();

    /** Adds one field. */
    void add(String name, String value) {
        fields.add(longForm(name));
        fields.add(value);
    }

    /** The value of the first field of this name. */
    @Nullable
    String first(String name) {
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).equalsIgnoreCase(name)) {
                return fields.get(i + 1);
            }
        }
        return null;
    }

    /** The value of a field that {@link SipParser} made sure of. */
    String required(String name) {
        String value = first(name);
        if (value == null) {
            throw new IllegalStateException("no " + name + " in a message that was not parsed");
        }
        return value;
    }

    /** The values of all fields of this name, one for each field: for headers whose commas are their own. */
    List<String> fields(String name) {
        List<String> values = new ArrayList<>(2);
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).equalsIgnoreCase(name)) {
                values.add(fields.get(i + 1));
            }
        }
        return values;
    }

    /** The elements of all fields of this name, whether they came as a comma list or one by one (RFC 3261 §7.3.1). */
    List<String> elements(String name) {
        List<String> elements = new ArrayList<>(2);
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).equalsIgnoreCase(name)) {
                HeaderValue.addElements(fields.get(i + 1), elements);
            }
        }
        return elements;
    }

    int count(String name) {
        int count = 0;
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).equalsIgnoreCase(name)) {
                count++;
            }
        }
        return count;
    }

    void writeTo(SipText text) {
        for (int i = 0; i < fields.size(); i += 2) {
            text.header(fields.get(i), fields.get(i + 1));
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SipHeaders headers && headers.fields.equals(fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return fields.toString();
    }

    /** RFC 3261 §7.3.3 and the registrations that followed it. */
    private static String longForm(String name) {
        if (name.length() != 1) {
            return name;
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "a" -> "Accept-Contact";
            case "b" -> "Referred-By";
            case "c" -> "Content-Type";
            case "d" -> "Request-Disposition";
            case "e" -> "Content-Encoding";
            case "f" -> "From";
            case "i" -> "Call-ID";
            case "j" -> "Reject-Contact";
            case "k" -> "Supported";
            case "l" -> "Content-Length";
            case "m" -> "Contact";
            case "n" -> "Identity-Info";
            case "o" -> "Event";
            case "r" -> "Refer-To";
            case "s" -> "Subject";
            case "t" -> "To";
            case "u" -> "Allow-Events";
            case "v" -> "Via";
            case "x" -> "Session-Expires";
            case "y" -> "Identity";
            default -> name;
        };
    }
}

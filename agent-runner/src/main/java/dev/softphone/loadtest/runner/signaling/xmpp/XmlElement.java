package dev.softphone.loadtest.runner.signaling.xmpp;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One element with all below it. Immutable.
 *
 * @param namespace empty where there is none
 * @param name local name
 * @param attributes by local name; those of a namespace by {@code {namespace}name}; declarations are not among them
 * @param text the element's own text, CDATA included, in order; that of its children is theirs
 */
public record XmlElement(
        String namespace, String name, Map<String, String> attributes, List<XmlElement> children, String text) {
    public XmlElement {
        attributes = Map.copyOf(attributes);
        children = List.copyOf(children);
    }

    public boolean is(String ofNamespace, String named) {
        return name.equals(named) && namespace.equals(ofNamespace);
    }

    public @Nullable String attribute(String named) {
        return attributes.get(named);
    }

    /** The attribute's value; empty where there is none. */
    public String attributeOrEmpty(String named) {
        return attributes.getOrDefault(named, "");
    }

    /** The first child of this name and namespace. */
    public @Nullable XmlElement child(String ofNamespace, String named) {
        for (XmlElement child : children) {
            if (child.is(ofNamespace, named)) {
                return child;
            }
        }
        return null;
    }

    /** The first child of this name, whatever its namespace. */
    public @Nullable XmlElement child(String named) {
        for (XmlElement child : children) {
            if (child.name.equals(named)) {
                return child;
            }
        }
        return null;
    }
}

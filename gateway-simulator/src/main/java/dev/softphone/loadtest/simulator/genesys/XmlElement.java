package dev.softphone.loadtest.simulator.genesys;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An element as it was read.
 *
 * @param namespace empty where it has none
 * @param name without prefix
 * @param attributes by local name
 * @param children elements only
 * @param text all characters directly in it
 */
record XmlElement(
        String namespace, String name, Map<String, String> attributes, List<XmlElement> children, String text) {

    boolean is(String wantedNamespace, String wantedName) {
        return namespace.equals(wantedNamespace) && name.equals(wantedName);
    }

    /** An attribute, or the empty text. */
    String get(String attribute) {
        return attributes.getOrDefault(attribute, "");
    }

    /** The first child of a name and namespace, or null. */
    @Nullable
    XmlElement child(String wantedNamespace, String wantedName) {
        for (XmlElement child : children) {
            if (child.is(wantedNamespace, wantedName)) {
                return child;
            }
        }
        return null;
    }

    /** All children of a name, in any namespace. */
    List<XmlElement> all(String wantedName) {
        return children.stream().filter(child -> child.name.equals(wantedName)).toList();
    }

    /** The first element of a name, in any namespace, at any depth; or null. */
    @Nullable
    XmlElement find(String wantedName) {
        if (name.equals(wantedName)) {
            return this;
        }
        for (XmlElement child : children) {
            XmlElement found = child.find(wantedName);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}

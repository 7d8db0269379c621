package dev.softphone.loadtest.simulator.genesys;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.MissingResourceException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads one element from a text, and escapes texts for writing. DTDs and processing instructions are refused. */
final class Xml {
    private static final int MAX_DEPTH = 32;
    private static final XMLInputFactory FACTORY = hardened();

    private Xml() {}

    /** A text that is not one well-formed element. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1;

        MalformedException(String message) {
            super(message);
        }
    }

    private static XMLInputFactory hardened() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setXMLResolver((publicId, systemId, baseUri, namespace) -> {
            throw new XMLStreamException("nothing outside of the text is read");
        });
        return factory;
    }

    /** The one element that the text is. */
    static XmlElement read(String text) throws MalformedException {
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(text));
            Deque<Open> open = new ArrayDeque<>();
            XmlElement root = null;
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        if (open.size() == MAX_DEPTH) {
                            throw new MalformedException("more than " + MAX_DEPTH + " elements deep");
                        }
                        open.push(new Open(reader));
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        XmlElement closed = open.pop().close();
                        if (open.isEmpty()) {
                            root = closed;
                        } else {
                            open.getFirst().children.add(closed);
                        }
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                        if (!open.isEmpty()) {
                            open.getFirst().text.append(reader.getText());
                        }
                    }
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new MalformedException("a DTD or an entity");
                    case XMLStreamConstants.PROCESSING_INSTRUCTION ->
                        throw new MalformedException("a processing instruction");
                    default -> {}
                }
            }
            if (root == null) {
                throw new MalformedException("no element");
            }
            return root;
        } catch (XMLStreamException e) {
            throw new MalformedException("not well-formed");
        } catch (MissingResourceException e) {
            // What the JDK's reader throws in place of its own error for some DTDs that it skips.
            throw new MalformedException("a DTD or an entity");
        }
    }

    private static final class Open {
        private final String namespace;
        private final String name;
        private final Map<String, String> attributes = new HashMap<>();
        private final List<XmlElement> children = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();

        Open(XMLStreamReader reader) {
            namespace = reader.getNamespaceURI() == null ? "" : reader.getNamespaceURI();
            name = reader.getLocalName();
            for (int i = 0; i < reader.getAttributeCount(); i++) {
                attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            }
        }

        XmlElement close() {
            return new XmlElement(namespace, name, Map.copyOf(attributes), List.copyOf(children), text.toString());
        }
    }

    /** A text as it stands in an attribute in double quotes, or between tags. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("\r", "&#13;")
                .replace("\n", "&#10;");
    }
}

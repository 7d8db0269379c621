package dev.softphone.loadtest.runner.signaling.xmpp;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads one message. Refuses what RFC 6120 §11.1 keeps out of XMPP (document types, processing instructions, comments,
 * entities besides the predefined five), whatever is more or less than one element, and what exceeds the bounds below.
 * Nothing is ever fetched. Safe from any thread.
 */
public final class XmlReader {

    /** Of a message, in characters. */
    public static final int MAX_LENGTH = 262_144;

    static final int MAX_DEPTH = 64;
    static final int MAX_ELEMENTS = 16_384;
    static final int MAX_ATTRIBUTES = 256;

    private static final int QUOTED = 80;

    /** Not said to be safe for threads, and dear to make. */
    private static final ThreadLocal<XMLInputFactory> FACTORY = ThreadLocal.withInitial(XmlReader::factory);

    private XmlReader() {}

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("an external entity");
        });
        return factory;
    }

    /** @throws MalformedXmlException saying what was required and what was found */
    public static XmlElement read(String message) throws MalformedXmlException {
        if (message.length() > MAX_LENGTH) {
            throw refused("at most " + MAX_LENGTH + " characters", message.length() + " characters");
        }
        requireElement(message);
        try {
            XMLStreamReader reader = FACTORY.get().createXMLStreamReader(new StringReader(message));
            try {
                return element(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw refused("one complete XML element", reason(e) + " in " + start(message));
        }
    }

    /** A document type could only stand before the element: a parser never gets to see one. */
    private static void requireElement(String message) throws MalformedXmlException {
        int from = 0;
        if (message.startsWith("<?xml ")) {
            int end = message.indexOf("?>");
            from = end < 0 ? message.length() : end + 2;
        }
        int at = skipSpace(message, from);
        boolean element = at + 1 < message.length()
                && message.charAt(at) == '<'
                && message.charAt(at + 1) != '!'
                && message.charAt(at + 1) != '?';
        if (!element) {
            throw refused("an XML element", start(message.substring(Math.min(at, message.length()))));
        }
    }

    private static int skipSpace(String message, int from) {
        int at = from;
        while (at < message.length() && " \t\r\n".indexOf(message.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static final class Open {
        private final String namespace;
        private final String name;
        private final Map<String, String> attributes;
        private final List<XmlElement> children = new ArrayList<>(4);
        private @Nullable StringBuilder text;

        private Open(XMLStreamReader reader) throws MalformedXmlException {
            namespace = orEmpty(reader.getNamespaceURI());
            name = reader.getLocalName();
            int count = reader.getAttributeCount();
            if (count > MAX_ATTRIBUTES) {
                throw refused("at most " + MAX_ATTRIBUTES + " attributes", count + " of " + name);
            }
            attributes = new HashMap<>();
            for (int i = 0; i < count; i++) {
                String of = orEmpty(reader.getAttributeNamespace(i));
                String local = reader.getAttributeLocalName(i);
                attributes.put(of.isEmpty() ? local : "{" + of + "}" + local, reader.getAttributeValue(i));
            }
        }

        private void text(XMLStreamReader reader) {
            if (text == null) {
                text = new StringBuilder();
            }
            text.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
        }

        private XmlElement close() {
            return new XmlElement(namespace, name, attributes, children, text == null ? "" : text.toString());
        }
    }

    private static XmlElement element(XMLStreamReader reader) throws XMLStreamException, MalformedXmlException {
        Deque<Open> open = new ArrayDeque<>();
        XmlElement root = null;
        int elements = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++elements > MAX_ELEMENTS || open.size() >= MAX_DEPTH) {
                        throw refused(
                                "at most " + MAX_ELEMENTS + " elements, " + MAX_DEPTH + " deep",
                                elements + " elements, " + (open.size() + 1) + " deep");
                    }
                    open.push(new Open(reader));
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    XmlElement closed = open.pop().close();
                    if (open.isEmpty()) {
                        root = closed;
                    } else {
                        open.element().children.add(closed);
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (!open.isEmpty()) {
                        open.element().text(reader);
                    }
                }
                case XMLStreamConstants.END_DOCUMENT -> {}
                case XMLStreamConstants.COMMENT -> throw refused("an XML element", "a comment");
                case XMLStreamConstants.PROCESSING_INSTRUCTION ->
                    throw refused("an XML element", "a processing instruction");
                case XMLStreamConstants.ENTITY_REFERENCE ->
                    throw refused("predefined entities only", "the entity " + reader.getLocalName());
                default -> throw refused("an XML element", "a document type");
            }
        }
        if (root == null) {
            throw refused("one complete XML element", "none");
        }
        return root;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static MalformedXmlException refused(String required, String observed) {
        return new MalformedXmlException("required " + required + ", observed " + observed);
    }

    /** The parser's message is the second line of its exception's. */
    private static String reason(XMLStreamException e) {
        String text = String.valueOf(e.getMessage());
        int message = text.indexOf("Message: ");
        String reason = message < 0 ? text : text.substring(message + "Message: ".length());
        return start(reason.strip());
    }

    private static String start(String text) {
        if (text.isEmpty()) {
            return "nothing";
        }
        return text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "…";
    }
}

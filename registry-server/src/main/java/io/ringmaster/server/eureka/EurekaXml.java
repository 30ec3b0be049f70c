package io.ringmaster.server.eureka;

import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The same trees in XML: a member whose name begins with {@code @} is an attribute, {@code $} is the text beside attributes, the
 * elements of an array are repeated. Metadata keys that are no names of elements are escaped as XStream does.
 *
 * <p>It reads a stream with the parser of the JDK, takes the elements that it knows and passes over others, and refuses document
 * types and entities, so there is nothing to expand and nothing to fetch.
 */
final class EurekaXml {

    private static final String METADATA = "metadata";

    /** instance, dataCenterInfo, metadata, a word of it. */
    private static final int DEEPEST = 3;

    /** What an instance may hold, at any depth; the names below metadata are free. */
    private static final Set<String> KNOWN = Set.of(
            "instanceId",
            "hostName",
            "app",
            "ipAddr",
            "sid",
            "status",
            "port",
            "securePort",
            "countryId",
            "dataCenterInfo",
            "name",
            "leaseInfo",
            "renewalIntervalInSecs",
            "durationInSecs",
            METADATA,
            "appGroupName",
            "homePageUrl",
            "statusPageUrl",
            "healthCheckUrl",
            "secureHealthCheckUrl",
            "vipAddress",
            "secureVipAddress",
            "lastDirtyTimestamp",
            "asgName");

    private static final Pattern ILLEGAL =
            Pattern.compile("[^\\x09\\x0A\\x0D\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

    private EurekaXml() {}

    /** Returns a document, whose one member is the root, as XML. */
    static String write(ObjectNode document) {
        StringWriter xml = new StringWriter();
        try {
            XMLStreamWriter writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(xml);
            for (Map.Entry<String, JsonNode> root : document.properties()) {
                write(root.getKey(), root.getValue(), writer);
            }
            writer.close();
        } catch (XMLStreamException inMemory) {
            throw new IllegalStateException(inMemory);
        }
        return xml.toString();
    }

    private static void write(String name, JsonNode node, XMLStreamWriter writer) throws XMLStreamException {
        if (node.isArray()) {
            for (JsonNode element : node) {
                write(name, element, writer);
            }
            return;
        }
        writer.writeStartElement(name.equals("overriddenStatus") ? "overriddenstatus" : name);
        if (!node.isObject()) {
            writer.writeCharacters(legal(node.asString()));
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (name.equals(METADATA)) {
                writer.writeStartElement(XmlNames.escape(member.getKey()));
                writer.writeCharacters(legal(member.getValue().asString()));
                writer.writeEndElement();
            } else if (member.getKey().startsWith("@")) {
                writer.writeAttribute(
                        member.getKey().substring(1), member.getValue().asString());
            } else if (!member.getKey().equals("$")) {
                write(member.getKey(), member.getValue(), writer);
            }
        }
        if (node.has("$")) {
            writer.writeCharacters(node.path("$").asString());
        }
        writer.writeEndElement();
    }

    /** One bad character would keep readers from everything that is listed. */
    private static String legal(String text) {
        return ILLEGAL.matcher(text).replaceAll("\uFFFD");
    }

    /**
     * Reads an instance.
     *
     * @throws XMLStreamException if it is no XML, or has a document type or an entity of its own
     */
    static JsonNode read(byte[] bytes) throws XMLStreamException {
        XMLInputFactory readers = XMLInputFactory.newDefaultFactory();
        readers.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        readers.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        readers.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        XMLStreamReader reader = readers.createXMLStreamReader(new ByteArrayInputStream(bytes));
        while (next(reader) != XMLStreamConstants.START_ELEMENT) {
            // A declaration or a comment before the root.
        }
        return element(reader, 0);
    }

    private static JsonNode element(XMLStreamReader reader, int depth) throws XMLStreamException {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            members.put("@" + reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        boolean free = reader.getLocalName().equals(METADATA);
        StringBuilder text = new StringBuilder();
        int event = next(reader);
        while (event != XMLStreamConstants.END_ELEMENT) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                String name = reader.getLocalName();
                if (depth == DEEPEST || !(free || KNOWN.contains(name))) {
                    skip(reader);
                } else {
                    JsonNode value = element(reader, depth + 1);
                    members.set(
                            free ? XmlNames.unescape(name) : name, free && value.has("$") ? value.path("$") : value);
                }
            } else if (reader.isCharacters()) {
                text.append(reader.getText());
            }
            event = next(reader);
        }
        if (members.isEmpty()) {
            return StringNode.valueOf(text.toString());
        }
        return text.toString().isBlank() ? members : members.put("$", text.toString());
    }

    private static void skip(XMLStreamReader reader) throws XMLStreamException {
        int open = 1;
        while (open > 0) {
            int event = next(reader);
            open += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        }
    }

    private static int next(XMLStreamReader reader) throws XMLStreamException {
        int event = reader.next();
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw new XMLStreamException("Document types and entities are not taken in.");
        }
        return event;
    }
}

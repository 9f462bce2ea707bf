package ccm.core.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads one metatype document (OSGi Compendium 105.8). The document itself, because the metatype
 * service tells no range: and what a range is must be said to who breaks it.
 */
final class MetatypeDocument extends DefaultHandler {
    private static final Logger LOG = LoggerFactory.getLogger(MetatypeDocument.class);
    private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

    /** What an {@code AD} element says. */
    private record Described(Map<String, String> said, List<String> options) {
        String get(String name, String absent) {
            return said.getOrDefault(name, absent);
        }
    }

    private final Map<String, List<Described>> classes = new LinkedHashMap<>();
    private final Map<String, String> classOfPid = new LinkedHashMap<>();
    private List<Described> currentClass = new ArrayList<>();
    private Described current = new Described(Map.of(), new ArrayList<>());
    private String currentPid = "";

    private MetatypeDocument() {}

    /**
     * The sections of the tree that a document describes.
     *
     * @throws IOException it cannot be read, or is no metatype document
     */
    static List<Section> read(InputStream document) throws IOException {
        MetatypeDocument reader = new MetatypeDocument();
        try {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(NO_DOCTYPE, true);
            factory.newSAXParser().parse(document, reader);
        } catch (SAXException | ParserConfigurationException e) {
            throw new IOException("not a metatype document: " + e.getMessage(), e);
        }
        return reader.sections();
    }

    @Override
    public void startElement(String uri, String name, String qualified, Attributes found) {
        Map<String, String> said = new LinkedHashMap<>();
        for (int i = 0; i < found.getLength(); i++) {
            said.put(found.getLocalName(i), found.getValue(i));
        }
        switch (name) {
            case "OCD" -> {
                currentClass = new ArrayList<>();
                classes.put(said.getOrDefault("id", ""), currentClass);
            }
            case "AD" -> {
                current = new Described(said, new ArrayList<>());
                currentClass.add(current);
            }
            case "Option" -> current.options().add(said.getOrDefault("value", ""));
            // a factory's PID has any number of instances: it is no single section of a tree
            case "Designate" ->
                    currentPid = said.containsKey("factoryPid") ? "" : said.getOrDefault("pid", "");
            case "Object" -> classOfPid.put(currentPid, said.getOrDefault("ocdref", ""));
            default -> LOG.trace("{}: of no meaning here", name);
        }
    }

    private List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        classOfPid.forEach(
                (pid, ocd) -> {
                    if (Section.inTree(pid)) {
                        List<Setting> settings = new ArrayList<>();
                        for (Described described : classes.getOrDefault(ocd, List.of())) {
                            setting(pid, described).ifPresent(settings::add);
                        }
                        sections.add(new Section(pid, settings));
                    }
                });
        return sections;
    }

    private static Optional<Setting> setting(String pid, Described described) {
        String attribute = described.get("id", "");
        String named = described.get("type", "String");
        SettingType type = SettingType.named(named).orElse(null);
        if (type == null) {
            LOG.error(
                    "{} of {}: the tree has no type {}. Left out; use String, Integer, Long, Double,"
                            + " Float, Boolean or Password.",
                    attribute,
                    pid,
                    named);
            return Optional.empty();
        }
        boolean list = !"0".equals(described.get("cardinality", "0"));
        List<String> fallback = split(described.get("default", ""));
        return Optional.of(
                new Setting(
                        pid,
                        attribute,
                        Section.path(pid, attribute),
                        type,
                        list,
                        named.equals("Password") || attribute.startsWith("."),
                        list ? several(type, fallback) : one(type, String.join(",", fallback)),
                        limits(described)));
    }

    private static Limits limits(Described described) {
        return new Limits(
                number(described.get("min", "")),
                number(described.get("max", "")),
                described.options());
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static JsonNode several(SettingType type, List<String> texts) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        texts.stream().filter(text -> !text.isEmpty()).forEach(text -> all.add(one(type, text)));
        return all;
    }

    private static JsonNode one(SettingType type, String text) {
        JsonNode unset =
                switch (type) {
                    case STRING -> TextNode.valueOf("");
                    case BOOLEAN -> BooleanNode.FALSE;
                    default -> type.normal(IntNode.valueOf(0)).orElseThrow();
                };
        return type.parsed(text).orElse(unset);
    }

    /** Defaults are separated by commas; a backslash takes the meaning from what follows it. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                part.append(text.charAt(i));
            } else if (c == ',') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }
}

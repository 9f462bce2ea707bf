package ccm.core.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The settings that these tests are about: those of a broker, as bnd writes a metatype document.
 */
final class Sample {
    static final String BROKER =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
              <OCD id="sample.Config" name="Broker" description="A broker.">
                <AD id="enable" type="Boolean" name="Enable" default="false"/>
                <AD id="server" type="String" name="Server" default=""/>
                <AD id=".pass" type="Password" name="Password" default=""/>
                <AD id="keep_alive" type="Integer" name="Keep alive" min="0" max="65535" default="60"/>
                <AD id="reconnect_timeout_min" type="Double" name="Back-off" min="0.1" default="2.0"/>
                <AD id="max_bytes" type="Long" name="Bytes" default="4294967296"/>
                <AD id="ratio" type="Float" name="Ratio" default="0.1"/>
                <AD id="max_qos" type="Integer" name="QoS" default="1">
                  <Option label="none" value="0"/>
                  <Option label="once" value="1"/>
                </AD>
                <AD id="ws.path" type="String" name="Path" max="8" default="/mqtt"/>
                <AD id="topics" type="String" name="Topics" cardinality="2147483647" default="a\\,b,c"/>
              </OCD>
              <Designate pid="ccm.mqtt"><Object ocdref="sample.Config"/></Designate>
            </metatype:MetaData>
            """;

    /** The settings at the root of the tree, and those of the tree itself. */
    static final String ROOT =
            """
            <MetaData xmlns="http://www.osgi.org/xmlns/metatype/v1.4.0">
              <OCD id="root" name="CCM"><AD id="conf_acl" type="String" default="*"/></OCD>
              <OCD id="config" name="CCM"><AD id="probation_s" type="Integer" default="300"/></OCD>
              <Designate pid="ccm"><Object ocdref="root"/></Designate>
              <Designate pid="ccm.config"><Object ocdref="config"/></Designate>
            </MetaData>
            """;

    static final String MQTT = "ccm.mqtt";

    private Sample() {}

    /** What the launcher makes of the layers' folder when a reset was decided. */
    static void finishReset(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().matches("(conf[1-8]|device).*")) {
                    Files.delete(file);
                }
            }
        }
    }

    /** The schema of {@link #BROKER}. */
    static Schema schema() throws IOException {
        return schema(BROKER);
    }

    /** The schema of any documents. */
    static Schema schema(String... documents) throws IOException {
        List<Section> sections = new ArrayList<>();
        for (String document : documents) {
            sections.addAll(
                    MetatypeDocument.read(
                            new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8))));
        }
        return new Schema(sections);
    }

    /** A document with one integer. */
    static String number(String pid, String attribute) {
        return """
        <MetaData xmlns="http://www.osgi.org/xmlns/metatype/v1.4.0">
          <OCD id="o" name="o"><AD id="%s" type="Integer" default="7"/></OCD>
          <Designate pid="%s"><Object ocdref="o"/></Designate>
        </MetaData>
        """
                .formatted(attribute, pid);
    }

    /** JSON with single quotes. */
    static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** A JSON object with single quotes. */
    static ObjectNode object(String text) {
        return (ObjectNode) json(text);
    }
}

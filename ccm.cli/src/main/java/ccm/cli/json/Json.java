package ccm.cli.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON value; numbers keep the digits that they came with. */
public sealed interface Json {
    /** {@code null}. */
    Json NULL = new Literal("null");

    /** An object; its members keep their order. */
    record Obj(Map<String, Json> members) implements Json {
        public Obj() {
            this(new LinkedHashMap<>());
        }

        /** Adds a member; returns this object. */
        public Obj put(String name, Json value) {
            members.put(name, value);
            return this;
        }

        public Obj put(String name, String value) {
            return put(name, new Text(value));
        }

        public Obj put(String name, long value) {
            return put(name, new Literal(Long.toString(value)));
        }

        public Obj put(String name, boolean value) {
            return put(name, new Literal(Boolean.toString(value)));
        }
    }

    /** An array. */
    record Arr(List<Json> items) implements Json {}

    /** A string. */
    record Text(String value) implements Json {}

    /** A number, {@code true}, {@code false} or {@code null}, as it is written. */
    record Literal(String text) implements Json {}

    /**
     * Reads one value that stands alone.
     *
     * @throws IOException says what is wrong and where
     */
    static Json read(String text) throws IOException {
        try (JsonParser in = Reading.FACTORY.createParser(text)) {
            if (in.nextToken() == null) {
                throw new IOException("empty");
            }
            Json value = Reading.value(in);
            if (in.nextToken() != null) {
                throw new IOException("more than one value");
            }
            return value;
        }
    }

    /** A member of an object; absent when this is none, or has none of that name. */
    default Optional<Json> at(String name) {
        return this instanceof Obj object
                ? Optional.ofNullable(object.members().get(name))
                : Optional.empty();
    }

    /** The text of a member that is a string. */
    default Optional<String> text(String name) {
        return at(name).flatMap(
                        value ->
                                value instanceof Text text
                                        ? Optional.of(text.value())
                                        : Optional.empty());
    }

    /** A member that is a whole number. */
    default Optional<Long> number(String name) {
        try {
            return at(name).filter(value -> value instanceof Literal)
                    .map(value -> Long.parseLong(value.compact()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** What it holds, if it is an array. */
    default List<Json> list() {
        return this instanceof Arr array ? array.items() : List.of();
    }

    /** On one line, without spaces. */
    default String compact() {
        return new JsonText("").of(this);
    }

    /** On many lines, two spaces deeper with each level. */
    default String pretty() {
        return new JsonText("  ").of(this);
    }

    /** For people: a string without its quotes, all else as it is. */
    default String plain() {
        return this instanceof Text text ? text.value() : compact();
    }

    /** Makes values out of tokens. */
    final class Reading {
        private static final JsonFactory FACTORY = new JsonFactory();

        private Reading() {}

        private static Json value(JsonParser in) throws IOException {
            return switch (in.currentToken()) {
                case START_OBJECT -> object(in);
                case START_ARRAY -> array(in);
                case VALUE_STRING -> new Text(in.getText());
                default -> new Literal(in.getText());
            };
        }

        private static Json object(JsonParser in) throws IOException {
            Map<String, Json> members = new LinkedHashMap<>();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                in.nextToken();
                members.put(name, value(in));
            }
            return new Obj(members);
        }

        private static Json array(JsonParser in) throws IOException {
            List<Json> items = new ArrayList<>();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                items.add(value(in));
            }
            return new Arr(items);
        }
    }
}

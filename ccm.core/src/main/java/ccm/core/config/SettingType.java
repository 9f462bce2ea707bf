package ccm.core.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.Optional;

/** What a setting's value is, in JSON and in a component's properties. */
enum SettingType {
    STRING(String.class, "a string") {
        @Override
        Optional<JsonNode> normal(JsonNode found) {
            return found.isTextual() ? Optional.of(found) : Optional.empty();
        }

        @Override
        Optional<JsonNode> parsed(String text) {
            return Optional.of(TextNode.valueOf(text));
        }

        @Override
        Object java(JsonNode normal) {
            return normal.textValue();
        }
    },
    INTEGER(Integer.class, "a whole number") {
        @Override
        Optional<JsonNode> normal(JsonNode found) {
            return found.canConvertToExactIntegral() && found.canConvertToInt()
                    ? Optional.of(IntNode.valueOf(found.intValue()))
                    : Optional.empty();
        }

        @Override
        Object java(JsonNode normal) {
            return normal.intValue();
        }
    },
    LONG(Long.class, "a whole number") {
        @Override
        Optional<JsonNode> normal(JsonNode found) {
            return found.canConvertToExactIntegral() && found.canConvertToLong()
                    ? Optional.of(LongNode.valueOf(found.longValue()))
                    : Optional.empty();
        }

        @Override
        Object java(JsonNode normal) {
            return normal.longValue();
        }
    },
    DOUBLE(Double.class, "a number") {
        @Override
        Optional<JsonNode> normal(JsonNode found) {
            return found.isNumber() && Double.isFinite(found.doubleValue())
                    ? Optional.of(DoubleNode.valueOf(found.doubleValue()))
                    : Optional.empty();
        }

        @Override
        Object java(JsonNode normal) {
            return normal.doubleValue();
        }
    },
    FLOAT(Float.class, "a number") {
        @Override
        Optional<JsonNode> normal(JsonNode found) {
            // by way of its text: 0.1 has to stay 0.1 when it comes back from a component
            return found.isNumber() && Float.isFinite(found.floatValue())
                    ? parsedDouble(Float.toString(found.floatValue()))
                    : Optional.empty();
        }

        @Override
        Object java(JsonNode normal) {
            return normal.floatValue();
        }
    },
    BOOLEAN(Boolean.class, "true or false") {
        @Override
        Optional<JsonNode> normal(JsonNode found) {
            return found.isBoolean() ? Optional.of(found) : Optional.empty();
        }

        @Override
        Optional<JsonNode> parsed(String text) {
            return switch (text) {
                case "true" -> Optional.of(BooleanNode.TRUE);
                case "false" -> Optional.of(BooleanNode.FALSE);
                default -> Optional.empty();
            };
        }

        @Override
        Object java(JsonNode normal) {
            return normal.booleanValue();
        }
    };

    private static Optional<JsonNode> parsedDouble(String text) {
        return Optional.of(DoubleNode.valueOf(Double.parseDouble(text)));
    }

    private final Class<?> javaType;
    private final String words;

    SettingType(Class<?> javaType, String words) {
        this.javaType = javaType;
        this.words = words;
    }

    /**
     * The one form in which two equal values are equal nodes; empty when {@code found} is no such
     * value.
     */
    abstract Optional<JsonNode> normal(JsonNode found);

    /** The value of a component's property. */
    abstract Object java(JsonNode normal);

    /** The value that people mean by this text. */
    Optional<JsonNode> parsed(String text) {
        try {
            return normal(DecimalNode.valueOf(new BigDecimal(text)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The class of {@link #java}. */
    Class<?> javaType() {
        return javaType;
    }

    /** What a person is told a value must be. */
    String words() {
        return words;
    }

    /** What clients of the original are told it is not. */
    String originalWords() {
        return this == STRING ? "a string" : this == BOOLEAN ? "a boolean" : "a number";
    }

    /** The type by its name in metatype documents; empty when the tree has no such type. */
    static Optional<SettingType> named(String metatype) {
        return switch (metatype) {
            case "String", "Password" -> Optional.of(STRING);
            case "Integer" -> Optional.of(INTEGER);
            case "Long" -> Optional.of(LONG);
            case "Double" -> Optional.of(DOUBLE);
            case "Float" -> Optional.of(FLOAT);
            case "Boolean" -> Optional.of(BOOLEAN);
            default -> Optional.empty();
        };
    }
}

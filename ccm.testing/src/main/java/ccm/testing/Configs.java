package ccm.testing;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** Makes a component's configuration as Declarative Services would, defaults included. */
public final class Configs {
    private Configs() {}

    /**
     * Makes one.
     *
     * @param type the component's configuration annotation
     * @param settings names as in the configuration tree and values, in turn: {@code "hold_ms", 50}
     */
    public static <T> T of(Class<T> type, Object... settings) {
        Map<String, Object> given = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            given.put((String) settings[i], settings[i + 1]);
        }
        Map<String, Object> values = new HashMap<>();
        for (Method method : type.getDeclaredMethods()) {
            String name = attribute(method.getName());
            String plain = name.startsWith(".") ? name.substring(1) : name;
            Object value =
                    given.containsKey(plain) ? given.remove(plain) : method.getDefaultValue();
            values.put(method.getName(), value);
        }
        if (!given.isEmpty()) {
            throw new IllegalArgumentException(
                    type.getName() + " has no setting " + given.keySet());
        }
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, args) -> answer(type, values, method)));
    }

    private static Object answer(Class<?> type, Map<String, Object> values, Method method) {
        return switch (method.getName()) {
            case "annotationType" -> type.asSubclass(Annotation.class);
            case "toString" -> type.getSimpleName() + values.keySet();
            case "hashCode" -> values.hashCode();
            default -> values.get(method.getName());
        };
    }

    /**
     * The mapping of Declarative Services 1.4, section 112.8.2.1: {@code __} is an underscore,
     * {@code _} a dot.
     */
    private static String attribute(String method) {
        return method.replace("__", "\0").replace('_', '.').replace('\0', '_');
    }
}

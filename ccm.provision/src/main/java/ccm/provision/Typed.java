package ccm.provision;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Settings as their annotation shows them, for sections that no component of their own has. */
final class Typed {
    private Typed() {}

    /**
     * Makes a view.
     *
     * @param values by attribute; what is missing has its default
     */
    static <T> T view(Class<T> type, Map<String, Object> values) {
        Map<String, Object> kept = Map.copyOf(values);
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, args) -> answer(kept, method)));
    }

    /** The attributes that have another value than their default and no effect. */
    static Set<String> withoutEffect(Class<?> type, Map<String, Object> values) {
        Set<String> found = new TreeSet<>();
        for (Method method : type.getDeclaredMethods()) {
            if (method.isAnnotationPresent(LeftToSystem.class)
                    && !answer(values, method).equals(method.getDefaultValue())) {
                found.add(attribute(method.getName()));
            }
        }
        return found;
    }

    /** The attribute that a method shows: as Declarative Services maps names. */
    private static String attribute(String method) {
        return method.replace("__", "\0").replace('_', '.').replace('\0', '_');
    }

    private static Object answer(Map<String, Object> values, Method method) {
        Object found = values.get(attribute(method.getName()));
        if (found == null) {
            return method.getDefaultValue(); // null for those of Object, whom nobody calls
        }
        String text = String.valueOf(found);
        if (method.getReturnType() == boolean.class) {
            return Boolean.valueOf(text);
        }
        return method.getReturnType() == int.class ? (Object) Integer.valueOf(text) : text;
    }
}

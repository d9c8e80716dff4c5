package dev.agentsdk.e2e.parity;

import dev.agentsdk.json.RawJson;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Calls all accessors of a value of the SDK, and of the values that they return. */
final class Accessors {

    private static final Set<String> OTHERS =
            Set.of("raw", "toString", "hashCode", "getClass", "notify", "notifyAll", "wait");

    private Accessors() {}

    /**
     * All that the accessors tell, as text.
     *
     * @param value a value
     * @param raw whether raw JSON counts: it tells everything, but nothing typed
     */
    static String told(Object value, boolean raw) {
        StringBuilder text = new StringBuilder();
        tell(value, raw, text, 0);
        return text.toString();
    }

    private static void tell(Object value, boolean raw, StringBuilder text, int depth) {
        if (value instanceof RawJson json) {
            text.append(raw ? json.text() : "raw");
        } else if (value instanceof Optional<?> optional) {
            optional.ifPresent(present -> tell(present, raw, text, depth));
        } else if (value instanceof Collection<?> list) {
            list.forEach(element -> tell(element, raw, text.append(','), depth));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, element) -> tell(element, raw, text.append(key).append('='), depth));
        } else if (value.getClass().getName().startsWith("dev.agentsdk.") && !(value instanceof Enum<?>) && depth < 8) {
            Arrays.stream(value.getClass().getMethods())
                    .filter(Accessors::isAccessor)
                    .sorted(Comparator.comparing(Method::getName))
                    .forEach(method -> {
                        text.append('\n').append(method.getName()).append(':');
                        tell(result(method, value), raw, text, depth + 1);
                    });
        } else {
            text.append(value);
        }
    }

    private static boolean isAccessor(Method method) {
        return method.getParameterCount() == 0
                && !Modifier.isStatic(method.getModifiers())
                && method.getReturnType() != void.class
                && !OTHERS.contains(method.getName());
    }

    private static Object result(Method method, Object value) {
        try {
            return method.invoke(value);
        } catch (InvocationTargetException e) {
            // Not for this value, such as the bytes of a text.
            return "threw";
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("The accessor " + method + " is not public.", e);
        }
    }
}

package dev.agentsdk.schema;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The records of a sealed interface, and how they are told apart in JSON: by Jackson's annotations, else by a property
 * {@code type} with the simple name of the record.
 *
 * @param property the property that names the record
 * @param records the records, by that name
 */
record Subtypes(String property, Map<String, Class<?>> records) {

    static final String PROPERTY = "type";

    /** Whether it is a sealed interface, or a sealed class of Kotlin. */
    static boolean isUnion(Class<?> type) {
        return type.isSealed() && Modifier.isAbstract(type.getModifiers());
    }

    /**
     * Reads them.
     *
     * @param type a sealed interface
     * @param refused makes an exception
     * @return its records
     */
    static Subtypes of(Class<?> type, Function<String, IllegalArgumentException> refused) {
        String unsupported = Annotations.inherited(type).unsupportedOfType();
        if (unsupported != null) {
            throw refused.apply("the annotation " + unsupported + " of " + type.getName() + " is not supported");
        }
        Map<String, Class<?>> records = new LinkedHashMap<>();
        add(type, type, records, refused);
        return new Subtypes(property(type, refused), records);
    }

    private static String property(Class<?> type, Function<String, IllegalArgumentException> refused) {
        JsonTypeInfo info = Annotations.inherited(type).get(JsonTypeInfo.class);
        if (info == null) {
            return PROPERTY;
        }
        if (info.use() != JsonTypeInfo.Id.NAME || info.include() != JsonTypeInfo.As.PROPERTY) {
            throw refused.apply("of @JsonTypeInfo, only use = NAME with include = PROPERTY is supported");
        }
        return info.property().isEmpty() ? info.use().getDefaultPropertyName() : info.property();
    }

    private static void add(
            Class<?> root,
            Class<?> type,
            Map<String, Class<?>> records,
            Function<String, IllegalArgumentException> refused) {
        for (Class<?> one : type.getPermittedSubclasses()) {
            if (isUnion(one)) {
                add(root, one, records, refused);
            } else if (RecordLike.of(one) == null) {
                throw refused.apply("the sealed interface " + root.getName() + " permits " + one.getName()
                        + ", which is neither a record nor such an interface");
            } else if (records.put(name(root, type, one), one) != null) {
                throw refused.apply(
                        "two records of " + root.getName() + " have the name \"" + name(root, type, one) + "\"");
            }
        }
    }

    private static String name(Class<?> root, Class<?> type, Class<?> one) {
        for (Class<?> declaring : new Class<?>[] {root, type}) {
            JsonSubTypes named = declaring.getAnnotation(JsonSubTypes.class);
            for (JsonSubTypes.Type entry : named == null ? new JsonSubTypes.Type[0] : named.value()) {
                if (entry.value() == one && !entry.name().isEmpty()) {
                    return entry.name();
                }
            }
        }
        JsonTypeName own = one.getAnnotation(JsonTypeName.class);
        return own == null || own.value().isEmpty() ? one.getSimpleName() : own.value();
    }
}

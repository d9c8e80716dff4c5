package dev.agentsdk.schema;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The annotations of one part: those of a record's component, its field, its accessor and its parameter together. Jackson's
 * are honoured or refused, as one that was passed over would make what is read differ from what is written.
 */
final class Annotations {

    private static final String JACKSON = "com.fasterxml.jackson.";

    /** Of which only databind has annotations; those of the package {@code annotation} are Jackson 2's. */
    private static final String JACKSON_3 = "tools.jackson.";

    /** Read here, or without influence on the JSON of a record. */
    private static final Set<String> HONOURED = Set.of(
            "JsonProperty",
            "JsonPropertyDescription",
            "JsonIgnore",
            "JsonAlias",
            "JsonInclude",
            "JsonPropertyOrder",
            "JsonClassDescription",
            "JsonTypeName",
            "JsonTypeInfo",
            "JsonSubTypes",
            "JsonIgnoreProperties",
            "JsonCreator",
            "JsonValue",
            "JsonRootName",
            "JsonAutoDetect");

    private final List<Annotation> all = new ArrayList<>();

    Annotations(List<? extends AnnotatedElement> elements) {
        for (AnnotatedElement element : elements) {
            for (Annotation one : element.getAnnotations()) {
                if (!all.contains(one)) {
                    all.add(one);
                }
            }
        }
    }

    static Annotations of(AnnotatedElement... elements) {
        return new Annotations(Arrays.asList(elements));
    }

    /** The name of one that would change the JSON in a way that is not supported; null if there is none. */
    @Nullable
    String unsupported() {
        for (Annotation one : all) {
            Class<?> type = one.annotationType();
            boolean isJackson2 = type.getName().startsWith(JACKSON);
            if (type.getName().startsWith(JACKSON_3) || (isJackson2 && !HONOURED.contains(type.getSimpleName()))) {
                return "@" + type.getSimpleName();
            }
        }
        JsonProperty property = get(JsonProperty.class);
        return property != null
                        && property.access() != JsonProperty.Access.AUTO
                        && property.access() != JsonProperty.Access.READ_WRITE
                ? "@JsonProperty(access)"
                : null;
    }

    <A extends Annotation> @Nullable A get(Class<A> type) {
        for (Annotation one : all) {
            if (type.isInstance(one)) {
                return type.cast(one);
            }
        }
        return null;
    }

    List<Annotation> all() {
        return all;
    }

    boolean has(Predicate<Class<?>> type) {
        return all.stream().map(Annotation::annotationType).anyMatch(type);
    }

    /** Any annotation of that name, from whichever library. */
    boolean isNullable() {
        return has(type -> type.getSimpleName().equals("Nullable"));
    }

    boolean isIgnored() {
        JsonIgnore ignored = get(JsonIgnore.class);
        return ignored != null && ignored.value();
    }

    @Nullable
    String name() {
        JsonProperty property = get(JsonProperty.class);
        return property == null || property.value().isEmpty() ? null : property.value();
    }

    List<String> aliases() {
        JsonAlias alias = get(JsonAlias.class);
        return alias == null ? List.of() : List.of(alias.value());
    }

    @Nullable
    String standard() {
        JsonProperty property = get(JsonProperty.class);
        return property == null || property.defaultValue().isEmpty() ? null : property.defaultValue();
    }

    @Nullable
    String description() {
        Description description = get(Description.class);
        if (description != null) {
            return description.value();
        }
        JsonPropertyDescription jackson = get(JsonPropertyDescription.class);
        return jackson == null || jackson.value().isEmpty() ? null : jackson.value();
    }

    /** Null where the annotations do not say. {@code required = false} is the default, and says nothing. */
    @Nullable
    Boolean required() {
        JsonProperty property = get(JsonProperty.class);
        if (property == null) {
            return null;
        }
        // Newer than some versions of Jackson that an application may bring.
        String said = String.valueOf(value(property, "isRequired"));
        if (said.equals("TRUE") || property.required()) {
            return Boolean.TRUE;
        }
        return said.equals("FALSE") ? Boolean.FALSE : null;
    }

    /** The value of an element; null if the annotation has none of that name. */
    static @Nullable Object value(Annotation annotation, String element) {
        try {
            return annotation.annotationType().getMethod(element).invoke(annotation);
        } catch (ReflectiveOperationException e) {
            // Another version of the library.
            return null;
        }
    }
}

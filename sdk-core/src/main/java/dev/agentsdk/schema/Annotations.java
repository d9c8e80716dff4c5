package dev.agentsdk.schema;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The annotations of one part: those of a record's component, its field, its accessor and its parameter together; or those of
 * a type. Jackson's are honoured or refused, as one that was passed over would make what is read differ from what is written.
 */
final class Annotations {

    private static final String JACKSON_2 = "com.fasterxml.jackson.";

    /** Of which only databind has annotations; those of the package {@code annotation} are Jackson 2's. */
    private static final String JACKSON_3 = "tools.jackson.";

    /** Those of a part that are read here, or have no influence on the JSON of a record. */
    private static final Set<String> OF_PARTS = Set.of(
            "JsonProperty", "JsonPropertyDescription", "JsonIgnore", "JsonAlias", "JsonInclude", "JsonPropertyOrder");

    /** Those of a type. */
    private static final Set<String> OF_TYPES = Set.of(
            "JsonInclude",
            "JsonPropertyOrder",
            "JsonClassDescription",
            "JsonTypeName",
            "JsonTypeInfo",
            "JsonSubTypes",
            "JsonIgnoreProperties",
            "JsonRootName",
            "JsonAutoDetect");

    /** Those of a constructor, or of a method that is not the accessor of a part. Other creators are refused elsewhere. */
    private static final Set<String> OF_OTHERS = Set.of("JsonIgnore", "JsonCreator");

    private final List<Annotation> all = new ArrayList<>();

    Annotations(Collection<? extends AnnotatedElement> elements) {
        for (AnnotatedElement element : elements) {
            add(element);
        }
    }

    private void add(AnnotatedElement element) {
        for (Annotation one : element.getAnnotations()) {
            if (!all.contains(one)) {
                all.add(one);
                if (one.annotationType().isAnnotationPresent(JacksonAnnotationsInside.class)) {
                    add(one.annotationType());
                }
            }
        }
    }

    static Annotations of(AnnotatedElement... elements) {
        return new Annotations(Arrays.asList(elements));
    }

    /** Those of a type, and those that Jackson has it inherit from its interfaces and superclasses. */
    static Annotations inherited(Class<?> type) {
        return new Annotations(hierarchy(type));
    }

    /** A type and its supertypes, in the order in which Jackson looks at them, without those of the JDK. */
    static Set<Class<?>> hierarchy(Class<?> type) {
        Set<Class<?>> types = new LinkedHashSet<>();
        collect(type, types);
        return types;
    }

    private static void collect(@Nullable Class<?> type, Set<Class<?>> into) {
        if (type != null && !type.getName().startsWith("java.") && into.add(type)) {
            for (Class<?> one : type.getInterfaces()) {
                collect(one, into);
            }
            collect(type.getSuperclass(), into);
        }
    }

    /** The name of one that would change the JSON in a way that is not supported at a part; null if there is none. */
    @Nullable
    String unsupportedOfPart() {
        JsonProperty property = get(JsonProperty.class);
        boolean oneWay = property != null
                && property.access() != JsonProperty.Access.AUTO
                && property.access() != JsonProperty.Access.READ_WRITE;
        return oneWay ? "@JsonProperty(access)" : unsupported(OF_PARTS);
    }

    /** As {@link #unsupportedOfPart}, for a type. */
    @Nullable
    String unsupportedOfType() {
        return unsupported(OF_TYPES);
    }

    /** As {@link #unsupportedOfPart}, for a member of a type that does not belong to a part. */
    @Nullable
    String unsupportedOfOther() {
        return unsupported(OF_OTHERS);
    }

    private @Nullable String unsupported(Set<String> honoured) {
        for (Annotation one : all) {
            Class<?> type = one.annotationType();
            boolean isJackson2 = type.getName().startsWith(JACKSON_2);
            if (type.getName().startsWith(JACKSON_3) || (isJackson2 && !honoured.contains(type.getSimpleName()))) {
                // One that stands for others says nothing itself.
                if (type != JacksonAnnotationsInside.class) {
                    return "@" + type.getSimpleName();
                }
            }
        }
        return null;
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

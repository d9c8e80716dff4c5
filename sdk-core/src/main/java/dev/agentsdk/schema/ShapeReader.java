package dev.agentsdk.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.message.RawJson;
import dev.agentsdk.schema.ShapeNode.Absent;
import dev.agentsdk.schema.ShapeNode.AnyNode;
import dev.agentsdk.schema.ShapeNode.BooleanNode;
import dev.agentsdk.schema.ShapeNode.Component;
import dev.agentsdk.schema.ShapeNode.EnumNode;
import dev.agentsdk.schema.ShapeNode.ListNode;
import dev.agentsdk.schema.ShapeNode.MapNode;
import dev.agentsdk.schema.ShapeNode.NumberNode;
import dev.agentsdk.schema.ShapeNode.RecordNode;
import dev.agentsdk.schema.ShapeNode.TextNode;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the shape of a record by reflection, and refuses what has none. */
final class ShapeReader {

    private static final String ADVICE = "Supported are String, boolean, numbers, enums, records, Optional, List,"
            + " Map<String, ...>, JsonNode and RawJson; or write the JSON schema by hand.";

    private final Class<?> root;

    /** The records around the one that is being read: a record within itself has no finite schema without references. */
    private final Deque<Class<?>> open = new ArrayDeque<>();

    ShapeReader(Class<?> root) {
        this.root = root;
    }

    RecordNode read() {
        if (!root.isRecord()) {
            throw new IllegalArgumentException("Cannot derive a JSON schema from " + root.getName()
                    + ": it is no record. Declare a record, or write the JSON schema by hand.");
        }
        return record(root, root.getSimpleName());
    }

    private RecordNode record(Class<?> type, String path) {
        if (open.contains(type)) {
            throw refused(path, "the record " + type.getName() + " contains itself, which is not supported");
        }
        if (type.getTypeParameters().length > 0) {
            throw refused(path, "the record " + type.getName() + " has type parameters, which is not supported");
        }
        open.push(type);
        RecordComponent[] parts = type.getRecordComponents();
        List<Component> components = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (RecordComponent part : parts) {
            Component component = component(part, path + "." + part.getName());
            if (!names.add(component.name())) {
                throw refused(path, "two components have the name \"" + component.name() + "\" in JSON");
            }
            components.add(component);
        }
        open.pop();
        return new RecordNode(constructor(type, parts, path), List.copyOf(components), descriptionOf(type));
    }

    private Constructor<?> constructor(Class<?> type, RecordComponent[] parts, String path) {
        Class<?>[] parameters =
                Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Every record has a canonical constructor: " + type.getName(), e);
        } catch (InaccessibleObjectException e) {
            throw refused(
                    path,
                    "the record " + type.getName() + " is not accessible; add \"opens " + type.getPackageName()
                            + " to dev.agentsdk.core;\" to your module-info");
        }
    }

    private Component component(RecordComponent part, String path) {
        JsonProperty renamed = part.getAccessor().getAnnotation(JsonProperty.class);
        String name = renamed == null || renamed.value().isEmpty() ? part.getName() : renamed.value();
        Type type = part.getGenericType();
        Absent absent = isNullable(part) ? Absent.NULL : Absent.REQUIRED;
        if (type == OptionalInt.class) {
            type = int.class;
            absent = Absent.OPTIONAL_INT;
        } else if (type == OptionalLong.class) {
            type = long.class;
            absent = Absent.OPTIONAL_LONG;
        } else if (type == OptionalDouble.class) {
            type = double.class;
            absent = Absent.OPTIONAL_DOUBLE;
        } else if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
            type = generic.getActualTypeArguments()[0];
            absent = Absent.OPTIONAL;
        }
        if (absent == Absent.NULL && part.getType().isPrimitive()) {
            throw refused(path, "a primitive cannot be null; use the boxed type or an Optional");
        }
        return new Component(name, node(type, path), absent, descriptionOf(part));
    }

    /** Any annotation of that name, as type-use (JSpecify) or on the component, whichever library it comes from. */
    private static boolean isNullable(RecordComponent part) {
        return hasNullable(part.getAnnotatedType()) || hasNullable(part) || hasNullable(part.getAccessor());
    }

    private static boolean hasNullable(AnnotatedElement element) {
        return Arrays.stream(element.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(type -> type.getSimpleName().equals("Nullable"));
    }

    private ShapeNode node(Type type, String path) {
        if (type instanceof ParameterizedType generic) {
            return generic(generic, path);
        }
        if (!(type instanceof Class<?> plain)) {
            throw refused(path, "the type " + type.getTypeName() + " is not supported");
        }
        if (plain == String.class) {
            return new TextNode();
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return new BooleanNode();
        }
        NumberNode number = NumberNode.of(plain);
        if (number != null) {
            return number;
        }
        if (plain == JsonNode.class || plain == RawJson.class) {
            return new AnyNode(plain == RawJson.class);
        }
        if (plain.isEnum()) {
            return enumNode(plain, path);
        }
        if (plain.isRecord()) {
            return record(plain, path);
        }
        if (plain.isSealed()) {
            throw refused(
                    path,
                    "the sealed type " + plain.getName() + " is not supported; use one record with an enum that says"
                            + " which, and Optional components");
        }
        if (plain.isArray()) {
            throw refused(path, "arrays are not supported; use a List");
        }
        if (plain == List.class || plain == Map.class || plain == Optional.class) {
            throw refused(path, plain.getSimpleName() + " needs its type arguments");
        }
        throw refused(path, "the type " + plain.getName() + " is not supported");
    }

    private ShapeNode generic(ParameterizedType type, String path) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == List.class) {
            return new ListNode(node(arguments[0], path + "[]"));
        }
        if (type.getRawType() == Map.class) {
            if (arguments[0] != String.class) {
                throw refused(path, "the keys of a Map must be of type String");
            }
            return new MapNode(node(arguments[1], path + ".*"));
        }
        if (type.getRawType() == Optional.class) {
            throw refused(path, "an Optional is only supported as a component of its own");
        }
        throw refused(path, "the type " + type.getTypeName() + " is not supported");
    }

    private EnumNode enumNode(Class<?> type, String path) {
        Map<String, Object> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            String name = ((Enum<?>) constant).name();
            String inJson;
            try {
                JsonProperty renamed = type.getField(name).getAnnotation(JsonProperty.class);
                inJson = renamed == null || renamed.value().isEmpty() ? name : renamed.value();
            } catch (NoSuchFieldException e) {
                throw new IllegalStateException("Every enum constant is a field: " + name, e);
            }
            constants.put(inJson, constant);
        }
        if (constants.isEmpty()) {
            throw refused(path, "the enum " + type.getName() + " has no constants");
        }
        return new EnumNode(constants);
    }

    private static @Nullable String descriptionOf(AnnotatedElement element) {
        Description description = element.getAnnotation(Description.class);
        return description == null ? null : description.value();
    }

    private IllegalArgumentException refused(String path, String problem) {
        return new IllegalArgumentException(
                "Cannot derive a JSON schema from " + root.getName() + ": at " + path + ", " + problem + ". " + ADVICE);
    }
}

package dev.agentsdk.schema;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.schema.ContainerNode.ListNode;
import dev.agentsdk.schema.ContainerNode.MapNode;
import dev.agentsdk.schema.ObjectShape.Absent;
import dev.agentsdk.schema.ObjectShape.Fixed;
import dev.agentsdk.schema.ObjectShape.Part;
import dev.agentsdk.schema.ShapeNode.AnyNode;
import dev.agentsdk.schema.ShapeNode.BooleanNode;
import dev.agentsdk.schema.ShapeNode.BytesNode;
import dev.agentsdk.schema.ShapeNode.FormatNode;
import dev.agentsdk.schema.ShapeNode.NumberNode;
import dev.agentsdk.schema.ShapeNode.TextNode;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
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

    private static final String ADVICE = "Supported are String, boolean, numbers, enums, dates and times, UUID, URI,"
            + " records, sealed interfaces of records, Optional, List, Set, arrays, Map<String, ...>, JsonNode and RawJson;"
            + " or write the JSON schema by hand.";

    /** A generic record that contains itself with other type arguments has no end. */
    private static final int MAX_NESTING = 100;

    private final String root;

    /** A type, and how its record is told from others; the same record may stand with and without that. */
    private record Key(
            TypeRef type,
            @Nullable String property,
            @Nullable String value) {}

    private final Map<Key, ObjectShape> objects = new LinkedHashMap<>();
    private final Map<TypeRef, UnionShape> unions = new LinkedHashMap<>();

    /** Those that are being read, the innermost first. */
    private final Deque<Object> open = new ArrayDeque<>();

    ShapeReader(String root) {
        this.root = root;
    }

    /** The shape of a record or a Kotlin data class. */
    ObjectShape read(Class<?> type) {
        if (RecordLike.of(type) == null) {
            throw new IllegalArgumentException("Cannot derive a JSON schema from " + root
                    + ": it is no record. Declare a record, or write the JSON schema by hand.");
        }
        return object(new TypeRef(type, List.of()), type.getSimpleName(), null, null);
    }

    /** The schema of a shape, with the definitions that it needs. */
    ObjectNode schema(ObjectShape shape) {
        ObjectNode schema = shape.inlined();
        ObjectNode definitions = ObjectShape.definitions(objects);
        if (!definitions.isEmpty()) {
            schema.set("$defs", definitions);
        }
        return schema;
    }

    private ObjectShape object(TypeRef type, String path, @Nullable String property, @Nullable String value) {
        Key key = new Key(type, property, value);
        ObjectShape known = objects.get(key);
        if (known != null) {
            if (open.contains(known)) {
                known.makeDefinition();
            }
            return known;
        }
        Class<?> raw = type.raw();
        RecordLike like = RecordLike.of(raw);
        if (like == null) {
            throw refused(path, "the type " + type + " is not supported");
        }
        if (type.isRaw()) {
            throw refused(path, "the record " + raw.getName() + " has type parameters, which are not given here");
        }
        Annotations annotations = Annotations.inherited(raw);
        String unsupported = annotations.unsupportedOfType();
        if (unsupported != null) {
            throw refused(path, "the annotation " + unsupported + " of " + raw.getName() + " is not supported");
        }
        if (property == null && annotations.get(JsonTypeInfo.class) != null) {
            throw refused(
                    path,
                    "the record " + raw.getName() + " has or inherits @JsonTypeInfo, which is supported for sealed"
                            + " interfaces only; use the sealed interface as the type, or wrap it in a record");
        }
        if (open.size() > MAX_NESTING) {
            throw refused(path, "the types nest without end");
        }
        ObjectShape shape = new ObjectShape(uniqueName(type), Enums.description(Annotations.of(raw)));
        if (property != null && value != null) {
            shape.tag(property, value);
        }
        objects.put(key, shape);
        open.push(shape);
        Constructor<?> constructor = like.constructor(problem -> refused(path, problem));
        refuseOtherCreators(raw, constructor, path);
        ObjectShape.Maker maker = like.maker(constructor, problem -> refused(path, problem));
        List<RecordLike.Source> parts = like.parts(type, constructor);
        String other = like.unsupportedMember(
                parts.stream().map(RecordLike.Source::name).toList());
        if (other != null) {
            throw refused(path, "the annotation " + other + ", which is no component, is not supported");
        }
        fill(shape, parts, maker, takesUnknown(annotations, path), path);
        open.pop();
        if (property != null && shape.hasPart(property)) {
            throw refused(
                    path,
                    "a component has the name \"" + property
                            + "\", which says which record of the sealed interface a value"
                            + " is; name another property with @JsonTypeInfo(use = NAME, property = ...)");
        }
        return shape;
    }

    private String uniqueName(TypeRef type) {
        String name = type.simpleName();
        Set<String> taken = new LinkedHashSet<>();
        objects.values().forEach(shape -> taken.add(shape.name()));
        int number = 2;
        String unique = name;
        while (taken.contains(unique)) {
            unique = name + "_" + number++;
        }
        return unique;
    }

    private void refuseOtherCreators(Class<?> type, Constructor<?> constructor, String path) {
        List<AnnotatedElement> others = new ArrayList<>(List.of(type.getDeclaredConstructors()));
        others.remove(constructor);
        others.addAll(List.of(type.getDeclaredMethods()));
        if (others.stream().anyMatch(one -> one.isAnnotationPresent(JsonCreator.class))) {
            throw refused(path, "a @JsonCreator other than the canonical constructor is not supported");
        }
    }

    private boolean takesUnknown(Annotations annotations, String path) {
        JsonIgnoreProperties ignored = annotations.get(JsonIgnoreProperties.class);
        if (ignored != null && ignored.value().length > 0) {
            throw refused(path, "@JsonIgnoreProperties with names is not supported; use @JsonIgnore at the component");
        }
        return ignored != null && ignored.ignoreUnknown();
    }

    /** Reads the parts of a record, or of a method. */
    void fill(
            ObjectShape shape, List<RecordLike.Source> sources, ObjectShape.Maker maker, boolean unknown, String path) {
        List<Part> parts = new ArrayList<>();
        List<Fixed> fixed = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < sources.size(); i++) {
            RecordLike.Source source = sources.get(i);
            String where = path + "." + source.name();
            String unsupported = source.annotations().unsupportedOfPart();
            if (unsupported != null) {
                throw refused(where, "the annotation " + unsupported + " is not supported");
            }
            if (source.isLeftOut()) {
                fixed.add(new Fixed(
                        i,
                        source.hasDefault()
                                ? null
                                : RecordLike.empty(source.type().raw())));
                continue;
            }
            Part part = part(i, source, where);
            if (!names.add(part.name()) || part.aliases().stream().anyMatch(alias -> !names.add(alias))) {
                throw refused(path, "two components have the name \"" + part.name() + "\" in JSON");
            }
            parts.add(part);
        }
        shape.fill(maker, parts, fixed, unknown);
    }

    private Part part(int index, RecordLike.Source source, String path) {
        Annotations annotations = source.annotations();
        TypeRef type = source.type();
        Absent absent = source.isNullable() ? Absent.NULL : Absent.REQUIRED;
        if (type.raw() == OptionalInt.class) {
            type = new TypeRef(int.class, List.of());
            absent = Absent.OPTIONAL_INT;
        } else if (type.raw() == OptionalLong.class) {
            type = new TypeRef(long.class, List.of());
            absent = Absent.OPTIONAL_LONG;
        } else if (type.raw() == OptionalDouble.class) {
            type = new TypeRef(double.class, List.of());
            absent = Absent.OPTIONAL_DOUBLE;
        } else if (type.raw() == Optional.class && !type.isRaw()) {
            type = type.arguments().get(0);
            absent = Absent.OPTIONAL;
        }
        String standard = annotations.standard();
        Boolean said = annotations.required();
        boolean required = said != null ? said : absent == Absent.REQUIRED && standard == null && !source.hasDefault();
        if (!required && absent == Absent.REQUIRED) {
            absent = Absent.NULL;
        }
        if (absent == Absent.NULL && type.raw().isPrimitive() && standard == null && !source.hasDefault()) {
            throw refused(path, "a primitive cannot be null; use the boxed type, an Optional or a default value");
        }
        ShapeNode node = node(type, path);
        ObjectNode schema = open.contains(node) ? ShapeNode.JSON.objectNode() : node.schema();
        ObjectNode keywords = Constraints.of(annotations, schema);
        String description = annotations.description();
        if (description != null) {
            keywords.put("description", description);
        }
        String name = annotations.name() == null ? source.name() : String.valueOf(annotations.name());
        return new Part(
                index,
                name,
                annotations.aliases().stream()
                        .filter(alias -> !alias.equals(name))
                        .toList(),
                node,
                absent,
                required,
                standard == null ? null : standard(standard, node, path),
                keywords);
    }

    private JsonNode standard(String text, ShapeNode node, String path) {
        JsonNode asText = ShapeNode.JSON.textNode(text);
        List<JsonNode> candidates = new ArrayList<>();
        try {
            candidates.add(node.prepare(RawJson.of(text).tree(), false));
        } catch (IllegalArgumentException e) {
            // No JSON: a text without quotes, as for a String or an enum.
        }
        candidates.add(node.prepare(asText, false));
        JsonSchema schema = JsonSchema.derived(node.schema());
        for (JsonNode candidate : candidates) {
            if (schema.problems(candidate).isEmpty()) {
                try {
                    node.read(candidate, ValuePath.ROOT);
                    return candidate;
                } catch (ShapeNode.Unreadable e) {
                    throw refused(path, "the default value \"" + text + "\" cannot be read: " + e.problem());
                }
            }
        }
        throw refused(path, "the default value \"" + text + "\" does not fit the type");
    }

    /** The shape of a type. */
    private ShapeNode node(TypeRef type, String path) {
        Class<?> raw = type.raw();
        ShapeNode scalar = scalar(raw);
        if (scalar != null) {
            return scalar;
        }
        if (raw.isEnum()) {
            return Enums.node(raw, problem -> refused(path, problem));
        }
        if (Subtypes.isUnion(raw)) {
            return union(type, path);
        }
        if (RecordLike.of(raw) != null) {
            return object(type, path, null, null);
        }
        if (raw.isArray()) {
            return ListNode.array(node(type.arguments().get(0), path + "[]"), raw.getComponentType());
        }
        if (Set.of(List.class, Collection.class, Set.class, Map.class, Optional.class)
                        .contains(raw)
                && type.isRaw()) {
            throw refused(path, raw.getSimpleName() + " needs its type arguments");
        }
        if (raw == List.class || raw == Collection.class) {
            return ListNode.list(node(type.arguments().get(0), path + "[]"));
        }
        if (raw == Set.class) {
            return ListNode.set(node(type.arguments().get(0), path + "[]"));
        }
        if (raw == Map.class) {
            if (type.arguments().get(0).raw() != String.class) {
                throw refused(path, "the keys of a Map must be of type String");
            }
            return new MapNode(node(type.arguments().get(1), path + ".*"));
        }
        if (raw == Optional.class) {
            throw refused(path, "an Optional is only supported as a component of its own");
        }
        throw refused(path, "the type " + type + " is not supported");
    }

    private static @Nullable ShapeNode scalar(Class<?> raw) {
        if (raw == String.class) {
            return new TextNode();
        } else if (raw == boolean.class || raw == Boolean.class) {
            return new BooleanNode();
        } else if (raw == JsonNode.class || raw == RawJson.class) {
            return new AnyNode(raw == RawJson.class);
        } else if (raw == byte[].class) {
            return new BytesNode();
        }
        NumberNode number = NumberNode.of(raw);
        return number != null ? number : FormatNode.of(raw);
    }

    private UnionShape union(TypeRef type, String path) {
        UnionShape known = unions.get(type);
        if (known != null) {
            if (open.contains(known)) {
                open.stream()
                        .filter(ObjectShape.class::isInstance)
                        .findFirst()
                        .ifPresent(shape -> ((ObjectShape) shape).makeDefinition());
            }
            return known;
        }
        Subtypes subtypes = Subtypes.of(type.raw(), problem -> refused(path, problem));
        UnionShape union = new UnionShape(subtypes.property(), new LinkedHashMap<>());
        unions.put(type, union);
        open.push(union);
        subtypes.records().forEach((name, member) -> {
            String where = path + "(" + member.getSimpleName() + ")";
            if (member.getTypeParameters().length > 0) {
                throw refused(where, "a record with type parameters is not supported in a sealed interface");
            }
            union.members().put(name, object(new TypeRef(member, List.of()), where, subtypes.property(), name));
        });
        open.pop();
        return union;
    }

    private IllegalArgumentException refused(String path, String problem) {
        return new IllegalArgumentException(
                "Cannot derive a JSON schema from " + root + ": at " + path + ", " + problem + ". " + ADVICE);
    }
}

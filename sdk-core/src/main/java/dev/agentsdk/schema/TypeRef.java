package dev.agentsdk.schema;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A type without variables and wildcards.
 *
 * @param raw the class; of an array its class
 * @param arguments its type arguments; of an array the type of its elements; empty if it has none, or was used raw
 */
record TypeRef(Class<?> raw, List<TypeRef> arguments) {

    /**
     * Resolves a type.
     *
     * @param type as reflection shows it
     * @param variables what the type variables in it stand for
     * @return the type; {@code Object} for a variable that stands for nothing
     */
    static TypeRef of(Type type, Map<TypeVariable<?>, TypeRef> variables) {
        if (type instanceof Class<?> plain) {
            return plain.isArray()
                    ? new TypeRef(plain, List.of(of(plain.getComponentType(), variables)))
                    : new TypeRef(plain, List.of());
        } else if (type instanceof ParameterizedType generic) {
            return new TypeRef(
                    (Class<?>) generic.getRawType(),
                    Arrays.stream(generic.getActualTypeArguments())
                            .map(one -> of(one, variables))
                            .toList());
        } else if (type instanceof GenericArrayType array) {
            TypeRef element = of(array.getGenericComponentType(), variables);
            return new TypeRef(element.raw().arrayType(), List.of(element));
        } else if (type instanceof WildcardType wildcard) {
            Type bound =
                    wildcard.getLowerBounds().length > 0 ? wildcard.getLowerBounds()[0] : wildcard.getUpperBounds()[0];
            return of(bound, variables);
        }
        TypeRef known = type instanceof TypeVariable<?> variable ? variables.get(variable) : null;
        return known == null ? new TypeRef(Object.class, List.of()) : known;
    }

    /** What the variables of the class stand for. */
    Map<TypeVariable<?>, TypeRef> variables() {
        Map<TypeVariable<?>, TypeRef> variables = new HashMap<>();
        TypeVariable<?>[] declared = raw.getTypeParameters();
        for (int i = 0; i < Math.min(declared.length, arguments.size()); i++) {
            variables.put(declared[i], arguments.get(i));
        }
        return variables;
    }

    /** Whether it was used without the type arguments that it has. */
    boolean isRaw() {
        return raw.getTypeParameters().length > arguments.size();
    }

    /** A name for {@code $defs}: {@code Box_String} for {@code Box<String>}. */
    String simpleName() {
        return raw.isArray() || arguments.isEmpty()
                ? raw.getSimpleName().replace("[]", "_array")
                : raw.getSimpleName() + "_"
                        + arguments.stream().map(TypeRef::simpleName).collect(Collectors.joining("_"));
    }

    @Override
    public String toString() {
        return arguments.isEmpty() || raw.isArray()
                ? raw.getName()
                : raw.getName() + arguments.stream().map(TypeRef::toString).collect(Collectors.joining(", ", "<", ">"));
    }
}

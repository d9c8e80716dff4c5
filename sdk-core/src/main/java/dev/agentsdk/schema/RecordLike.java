package dev.agentsdk.schema;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A class whose values are made of named parts: a record, or a data class of Kotlin.
 *
 * @param type the class
 * @param kotlin the parameters of its primary constructor; null for a record
 */
record RecordLike(Class<?> type, @Nullable List<KotlinParameters.Parameter> kotlin) {

    /**
     * Where a part is declared.
     *
     * @param name its name in Java
     * @param type its type
     * @param isNullable whether it may be null
     * @param hasDefault whether null means a default value
     * @param isLeftOut whether it is not read
     * @param annotations its annotations
     */
    record Source(
            String name,
            TypeRef type,
            boolean isNullable,
            boolean hasDefault,
            boolean isLeftOut,
            Annotations annotations) {}

    static @Nullable RecordLike of(Class<?> type) {
        if (type.isRecord()) {
            return new RecordLike(type, null);
        }
        boolean data = Arrays.stream(type.getDeclaredMethods())
                .map(Method::getName)
                .anyMatch(name -> name.equals("component1"));
        List<KotlinParameters.Parameter> kotlin = data ? KotlinParameters.of(type) : null;
        return kotlin == null ? null : new RecordLike(type, kotlin);
    }

    Constructor<?> constructor(Function<String, IllegalArgumentException> refused) {
        try {
            Constructor<?> constructor = kotlin == null
                    ? type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new))
                    : primary(kotlin, refused);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Every record has a canonical constructor: " + type.getName(), e);
        } catch (InaccessibleObjectException e) {
            throw refused.apply("the record " + type.getName() + " is not accessible; add \"opens "
                    + type.getPackageName() + " to dev.agentsdk.core;\" to your module-info");
        }
    }

    private Constructor<?> primary(
            List<KotlinParameters.Parameter> parameters, Function<String, IllegalArgumentException> refused) {
        Class<?>[] types = new Class<?>[parameters.size()];
        for (int i = 0; i < types.length; i++) {
            String component = "component" + (i + 1);
            types[i] = Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> method.getName().equals(component) && method.getParameterCount() == 0)
                    .<Class<?>>map(Method::getReturnType)
                    .findFirst()
                    .orElseThrow(() -> refused.apply("the Kotlin class " + type.getName() + " has no " + component));
        }
        try {
            return type.getDeclaredConstructor(types);
        } catch (NoSuchMethodException e) {
            // With a value class among the parameters, which is another type in the constructor.
            throw refused.apply("the constructor of the Kotlin class " + type.getName() + " cannot be found");
        }
    }

    /** How to make a value of its parts. */
    ObjectShape.Maker maker(Constructor<?> constructor, Function<String, IllegalArgumentException> refused) {
        if (kotlin == null || kotlin.stream().noneMatch(KotlinParameters.Parameter::hasDefault)) {
            return constructor::newInstance;
        }
        List<KotlinParameters.Parameter> parameters = kotlin;
        Class<?>[] types = constructor.getParameterTypes();
        int masks = (types.length + 31) / 32;
        // Kotlin's own: a bit says that a parameter has its default value.
        Constructor<?> withDefaults = Arrays.stream(type.getDeclaredConstructors())
                .filter(one -> one.isSynthetic() && one.getParameterCount() == types.length + masks + 1)
                .findFirst()
                .orElseThrow(() -> refused.apply("the default values of " + type.getName() + " cannot be found"));
        withDefaults.setAccessible(true);
        return parts -> {
            @Nullable Object[] arguments = Arrays.copyOf(parts, types.length + masks + 1);
            int[] mask = new int[masks];
            for (int i = 0; i < types.length; i++) {
                if (parts[i] == null && parameters.get(i).hasDefault()) {
                    mask[i / 32] |= 1 << (i % 32);
                    arguments[i] = empty(types[i]);
                }
            }
            for (int i = 0; i < masks; i++) {
                arguments[types.length + i] = mask[i];
            }
            return withDefaults.newInstance(arguments);
        };
    }

    /**
     * The parts in the order of the constructor.
     *
     * @param ref the type with its arguments
     * @param constructor the constructor
     * @return one for each parameter
     */
    List<Source> parts(TypeRef ref, Constructor<?> constructor) {
        List<Source> sources = new ArrayList<>();
        Parameter[] parameters = constructor.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            RecordComponent component = kotlin == null ? type.getRecordComponents()[i] : null;
            KotlinParameters.Parameter named = kotlin == null ? null : kotlin.get(i);
            String name = component != null ? component.getName() : named != null ? named.name() : "";
            List<AnnotatedElement> elements = new ArrayList<>();
            if (component != null) {
                elements.add(component);
                elements.add(component.getAnnotatedType());
            }
            Annotations.hierarchy(type).stream()
                    .flatMap(one -> Arrays.stream(one.getDeclaredMethods()))
                    .filter(method -> isAccessor(method, name))
                    .forEach(elements::add);
            elements.add(parameters[i]);
            Arrays.stream(type.getDeclaredFields())
                    .filter(field -> field.getName().equals(name))
                    .forEach(elements::add);
            Annotations annotations = new Annotations(elements);
            sources.add(new Source(
                    name,
                    TypeRef.of(
                            component != null ? component.getGenericType() : parameters[i].getParameterizedType(),
                            ref.variables()),
                    annotations.isNullable() || (named != null && named.isNullable()),
                    named != null && named.hasDefault(),
                    annotations.isIgnored(),
                    annotations));
        }
        return sources;
    }

    /** Whether a method reads a part; also one of an interface, whose annotations Jackson has it inherit. */
    private boolean isAccessor(Method method, String part) {
        if (method.getParameterCount() > 0) {
            return false;
        }
        String capitalized = part.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1);
        return method.getName().equals(part)
                || (kotlin != null
                        && (method.getName().equals("get" + capitalized)
                                || method.getName().equals("is" + capitalized)));
    }

    /**
     * A member that is no part and that has an annotation by which Jackson would write or read more than the parts.
     *
     * @param parts the names of the parts
     * @return the annotation and the member; null if there is none
     */
    @Nullable
    String unsupportedMember(List<String> parts) {
        for (Class<?> one : Annotations.hierarchy(type)) {
            List<Member> others = new ArrayList<>();
            Arrays.stream(one.getDeclaredMethods())
                    .filter(method -> parts.stream().noneMatch(part -> isAccessor(method, part)))
                    .forEach(others::add);
            Arrays.stream(one.getDeclaredFields())
                    .filter(field -> !parts.contains(field.getName()))
                    .forEach(others::add);
            for (Member other : others) {
                String unsupported = Annotations.of((AnnotatedElement) other).unsupportedOfOther();
                if (unsupported != null) {
                    return unsupported + " of " + one.getSimpleName() + "." + other.getName();
                }
            }
        }
        return null;
    }

    /** What a part has that is not read. */
    static @Nullable Object empty(Class<?> type) {
        if (type == Optional.class) {
            return Optional.empty();
        } else if (type == OptionalInt.class) {
            return OptionalInt.empty();
        } else if (type == OptionalLong.class) {
            return OptionalLong.empty();
        } else if (type == OptionalDouble.class) {
            return OptionalDouble.empty();
        }
        // An array has the default value of its elements.
        return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null;
    }
}

package dev.agentsdk.schema;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
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
 * A class whose values are made of named parts.
 *
 * @param type the record
 */
record RecordLike(Class<?> type) {

    /**
     * Where a part is declared.
     *
     * @param name its name in Java
     * @param type its type
     * @param isNullable whether it may be null
     * @param annotations its annotations
     */
    record Source(String name, TypeRef type, boolean isNullable, Annotations annotations) {}

    static @Nullable RecordLike of(Class<?> type) {
        return type.isRecord() ? new RecordLike(type) : null;
    }

    Constructor<?> constructor(Function<String, IllegalArgumentException> refused) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Every record has a canonical constructor: " + type.getName(), e);
        } catch (InaccessibleObjectException e) {
            throw refused.apply("the record " + type.getName() + " is not accessible; add \"opens "
                    + type.getPackageName() + " to dev.agentsdk.core;\" to your module-info");
        }
    }

    /**
     * The parts in the order of the constructor.
     *
     * @param ref the type with its arguments
     * @return one for each parameter
     */
    List<Source> parts(TypeRef ref) {
        List<Source> sources = new ArrayList<>();
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            RecordComponent part = components[i];
            List<AnnotatedElement> elements = new ArrayList<>(List.of(part, part.getAccessor()));
            try {
                elements.add(type.getDeclaredField(part.getName()));
                elements.add(constructor(IllegalArgumentException::new).getParameters()[i]);
            } catch (NoSuchFieldException e) {
                throw new IllegalStateException("Every component has a field: " + part, e);
            }
            Annotations annotations = new Annotations(elements);
            boolean nullable = annotations.isNullable()
                    || Annotations.of(part.getAnnotatedType()).isNullable();
            sources.add(new Source(
                    part.getName(), TypeRef.of(part.getGenericType(), ref.variables()), nullable, annotations));
        }
        return sources;
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

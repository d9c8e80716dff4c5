package dev.agentsdk.schema;

import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of the primary constructor of a Kotlin class, from the annotation {@code kotlin.Metadata}: names, whether
 * the type is nullable, whether there is a default value. Reflection shows none of them. Source: {@code metadata.proto} and
 * {@code jvm_metadata.proto} of the Kotlin compiler; the fields read here are those of Kotlin 1.4 and later.
 */
final class KotlinParameters {

    /**
     * A parameter.
     *
     * @param name its name
     * @param isNullable whether its type ends in {@code ?}
     * @param hasDefault whether it may be left out
     */
    record Parameter(String name, boolean isNullable, boolean hasDefault) {}

    private static final int CLASS_CONSTRUCTOR = 8;
    private static final int CONSTRUCTOR_FLAGS = 1;
    private static final int CONSTRUCTOR_PARAMETER = 2;
    private static final int IS_SECONDARY = 1 << 4;
    private static final int PARAMETER_FLAGS = 1;
    private static final int PARAMETER_NAME = 2;
    private static final int PARAMETER_TYPE = 3;
    private static final int DECLARES_DEFAULT = 1 << 1;
    private static final int TYPE_NULLABLE = 3;

    private KotlinParameters() {}

    /**
     * Reads the parameters.
     *
     * @param type a class
     * @return null if it is no Kotlin class, or its metadata cannot be read
     */
    static @Nullable List<Parameter> of(Class<?> type) {
        Annotation metadata = Arrays.stream(type.getAnnotations())
                .filter(one -> one.annotationType().getName().equals("kotlin.Metadata"))
                .findFirst()
                .orElse(null);
        if (metadata == null
                || !Integer.valueOf(1).equals(Annotations.value(metadata, "k"))
                || !(Annotations.value(metadata, "d1") instanceof String[] data)
                || !(Annotations.value(metadata, "d2") instanceof String[] strings)) {
            return null;
        }
        String text = String.join("", data);
        if (text.isEmpty() || text.charAt(0) != 0) {
            // The encoding of Kotlin before 1.4.
            return null;
        }
        Reader reader = new Reader(text, 1, text.length());
        reader.skip(reader.number());
        return primary(reader, strings);
    }

    private static @Nullable List<Parameter> primary(Reader type, String[] strings) {
        while (type.next()) {
            if (type.field() != CLASS_CONSTRUCTOR) {
                continue;
            }
            Reader constructor = type.message();
            List<Parameter> parameters = new ArrayList<>();
            boolean secondary = false;
            while (constructor.next()) {
                if (constructor.field() == CONSTRUCTOR_FLAGS) {
                    secondary = (constructor.value() & IS_SECONDARY) != 0;
                } else if (constructor.field() == CONSTRUCTOR_PARAMETER) {
                    parameters.add(parameter(constructor.message(), strings));
                }
            }
            if (!secondary) {
                return parameters;
            }
        }
        return null;
    }

    private static Parameter parameter(Reader parameter, String[] strings) {
        int flags = 0;
        int name = 0;
        boolean nullable = false;
        while (parameter.next()) {
            switch (parameter.field()) {
                case PARAMETER_FLAGS -> flags = parameter.value();
                case PARAMETER_NAME -> name = parameter.value();
                case PARAMETER_TYPE -> {
                    Reader type = parameter.message();
                    while (type.next()) {
                        nullable |= type.field() == TYPE_NULLABLE && type.value() != 0;
                    }
                }
                default -> {
                    // Not needed.
                }
            }
        }
        return new Parameter(strings[name], nullable, (flags & DECLARES_DEFAULT) != 0);
    }

    /** Protocol buffers, a byte a character. */
    private static final class Reader {
        private final String bytes;
        private final int end;
        private int position;
        private int field;
        private int value;
        private int messageStart;

        Reader(String bytes, int start, int end) {
            this.bytes = bytes;
            this.position = start;
            this.end = end;
        }

        /** Steps to the next field. */
        boolean next() {
            if (position >= end) {
                return false;
            }
            int tag = number();
            field = tag >>> 3;
            switch (tag & 7) {
                case 0 -> value = number();
                case 1 -> skip(8);
                case 2 -> {
                    value = number();
                    messageStart = position;
                    skip(value);
                }
                case 5 -> skip(4);
                default -> throw new IllegalArgumentException("Not a protocol buffer.");
            }
            return true;
        }

        int field() {
            return field;
        }

        int value() {
            return value;
        }

        Reader message() {
            return new Reader(bytes, messageStart, messageStart + value);
        }

        int number() {
            int number = 0;
            for (int shift = 0; ; shift += 7) {
                int next = bytes.charAt(position++);
                number |= shift < 32 ? (next & 0x7f) << shift : 0;
                if ((next & 0x80) == 0) {
                    return number;
                }
            }
        }

        void skip(int length) {
            position += length;
        }
    }
}

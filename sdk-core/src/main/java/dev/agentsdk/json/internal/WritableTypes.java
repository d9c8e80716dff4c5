package dev.agentsdk.json.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.ContextualSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.agentsdk.json.RawJson;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What Jackson writes without its extra modules in another way than records are read here, or not at all: dates as text,
 * an {@code Optional} as its value or not at all, a record of a sealed interface with the property that names it.
 */
final class WritableTypes extends SimpleModule {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("rawtypes") // as a module wants it
    WritableTypes() {
        super("agentsdk");
        for (Class<?> type : List.of(
                Instant.class,
                OffsetDateTime.class,
                ZonedDateTime.class,
                LocalDateTime.class,
                LocalDate.class,
                LocalTime.class,
                Duration.class,
                Period.class,
                Year.class,
                YearMonth.class,
                ZoneId.class)) {
            addSerializer(type, new ToStringSerializer());
        }
        addSerializer(Optional.class, new OptionalWriter<Optional>(value -> value.isPresent() ? value.get() : null));
        addSerializer(
                OptionalInt.class,
                new OptionalWriter<OptionalInt>(value -> value.isPresent() ? value.getAsInt() : null));
        addSerializer(
                OptionalLong.class,
                new OptionalWriter<OptionalLong>(value -> value.isPresent() ? value.getAsLong() : null));
        addSerializer(
                OptionalDouble.class,
                new OptionalWriter<OptionalDouble>(value -> value.isPresent() ? value.getAsDouble() : null));
        addSerializer(RawJson.class, new JsonSerializer<>() {
            @Override
            public void serialize(RawJson value, JsonGenerator out, SerializerProvider provider) throws IOException {
                JsonCopy.whole(value.utf8(), out);
            }
        });
    }

    /** Empty ones are left out: the schema of an {@code Optional} has no null. */
    private static final List<Class<?>> OPTIONALS =
            List.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        OPTIONALS.forEach(type -> context.configOverride(type)
                .setInclude(JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS)));
    }

    /**
     * Writes what an optional value holds as Jackson would write it in the same place, with the name of its type if the
     * declared type is a sealed interface. By the provider and not by the generator's codec, which is whichever mapper
     * was made first.
     */
    private static final class OptionalWriter<T> extends JsonSerializer<T> implements ContextualSerializer {

        private final Function<T, @Nullable Object> content;
        private final @Nullable JavaType declared;

        OptionalWriter(Function<T, @Nullable Object> content) {
            this(content, null);
        }

        private OptionalWriter(Function<T, @Nullable Object> content, @Nullable JavaType declared) {
            this.content = content;
            this.declared = declared;
        }

        @Override
        public JsonSerializer<?> createContextual(SerializerProvider provider, @Nullable BeanProperty property) {
            return property != null && property.getType().hasRawClass(Optional.class)
                    ? new OptionalWriter<>(content, property.getType().containedType(0))
                    : this;
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, @Nullable T value) {
            return value == null || content.apply(value) == null;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
            Object present = content.apply(value);
            if (present == null) {
                out.writeNull();
                return;
            }
            JsonSerializer<Object> writer = provider.findValueSerializer(present.getClass(), null);
            TypeSerializer names = provider.findTypeSerializer(
                    declared == null ? provider.constructType(present.getClass()) : declared);
            if (names == null) {
                writer.serialize(present, out, provider);
            } else {
                writer.serializeWithType(present, out, provider, names);
            }
        }
    }

    /** Names the records of sealed interfaces that say nothing of it themselves. */
    static final class Names extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable TypeResolverBuilder<?> findTypeResolver(
                MapperConfig<?> config, AnnotatedClass type, JavaType baseType) {
            TypeResolverBuilder<?> own = super.findTypeResolver(config, type, baseType);
            if (own != null || !isUnion(type.getRawType())) {
                return own;
            }
            return new StdTypeResolverBuilder()
                    .init(JsonTypeInfo.Id.NAME, null)
                    .inclusion(JsonTypeInfo.As.PROPERTY)
                    .typeProperty("type");
        }

        @Override
        public @Nullable String findTypeName(AnnotatedClass type) {
            String own = super.findTypeName(type);
            return own == null && isMember(type.getRawType())
                    ? type.getRawType().getSimpleName()
                    : own;
        }

        private static boolean isMember(Class<?> type) {
            return Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()))
                    .anyMatch(Names::isUnion);
        }

        private static boolean isUnion(Class<?> type) {
            return type.isSealed() && Modifier.isAbstract(type.getModifiers());
        }
    }
}

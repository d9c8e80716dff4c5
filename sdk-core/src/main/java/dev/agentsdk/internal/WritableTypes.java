package dev.agentsdk.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.agentsdk.message.RawJson;
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
        addSerializer(Optional.class, new Writer<Optional>((value, out) -> {
            if (value.isPresent()) {
                out.writePOJO(value.get());
            } else {
                out.writeNull();
            }
        }));
        addSerializer(OptionalInt.class, new Writer<OptionalInt>((value, out) -> {
            if (value.isPresent()) {
                out.writeNumber(value.getAsInt());
            } else {
                out.writeNull();
            }
        }));
        addSerializer(OptionalLong.class, new Writer<OptionalLong>((value, out) -> {
            if (value.isPresent()) {
                out.writeNumber(value.getAsLong());
            } else {
                out.writeNull();
            }
        }));
        addSerializer(OptionalDouble.class, new Writer<OptionalDouble>((value, out) -> {
            if (value.isPresent()) {
                out.writeNumber(value.getAsDouble());
            } else {
                out.writeNull();
            }
        }));
        addSerializer(RawJson.class, new Writer<RawJson>((value, out) -> Json.copy(value.utf8(), out)));
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

    private interface Write<T> {
        void write(T value, JsonGenerator out) throws IOException;
    }

    private static final class Writer<T> extends JsonSerializer<T> {
        private final Write<T> write;

        Writer(Write<T> write) {
            this.write = write;
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, T value) {
            return value == null
                    || value.equals(Optional.empty())
                    || value.equals(OptionalInt.empty())
                    || value.equals(OptionalLong.empty())
                    || value.equals(OptionalDouble.empty());
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
            write.write(value, out);
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

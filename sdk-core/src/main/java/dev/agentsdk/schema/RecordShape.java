package dev.agentsdk.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.json.RawJson;

/**
 * A Java record, or a data class of Kotlin, as JSON: the schema that is derived from it, and the reading of values. Immutable and thread-safe; making
 * one costs reflection, so keep it.
 *
 * <p>Components may be
 * <ul>
 *   <li>{@code String}, {@code boolean}, whole numbers ({@code int}, {@code long}, {@code BigInteger} …) and numbers
 *       ({@code double}, {@code BigDecimal} …), primitive or not,
 *   <li>enums, by the value of their {@code @JsonValue}, or the names of their constants,
 *   <li>{@code Instant}, {@code OffsetDateTime}, {@code ZonedDateTime}, {@code LocalDate}, {@code LocalDateTime},
 *       {@code LocalTime}, {@code Duration}, {@code Period}, {@code UUID} and {@code URI}, as text in the form of their
 *       {@code toString}; {@code byte[]} as base64,
 *   <li>data classes of Kotlin 1.4 and later: a type with {@code ?} and a parameter with a default value may be left out,
 *   <li>other records, also generic ones, and the record itself: one that contains itself becomes a definition
 *       ({@code $defs}),
 *   <li>sealed interfaces of records: a property {@code type} has the simple name of the record, or what
 *       {@code @JsonTypeInfo}, {@code @JsonSubTypes} and {@code @JsonTypeName} say,
 *   <li>{@code List}, {@code Collection}, {@code Set}, arrays and {@code Map<String, …>} of these,
 *   <li>{@code JsonNode} and {@link RawJson}, for any JSON,
 *   <li>{@code Optional} of these, {@code OptionalInt}, {@code OptionalLong} and {@code OptionalDouble}, or anything that is annotated with a
 *       {@code @Nullable}: these may be left out, all others are required.
 * </ul>
 * Anything else is refused when the shape is made. Unknown fields are refused when a value is read, unless the record has
 * {@code @JsonIgnoreProperties(ignoreUnknown = true)}. A {@link Description} goes into the schema.
 *
 * <p>Of Jackson's annotations these are honoured, and others that change the JSON are refused: {@code @JsonProperty} (name,
 * {@code defaultValue}, and {@code required = true} or {@code isRequired}; {@code required = false} is the default and says
 * nothing), {@code @JsonPropertyDescription}, {@code @JsonClassDescription}, {@code @JsonIgnore} (the component is null,
 * zero, false or empty), {@code @JsonAlias} (accepted when reading, not part of the schema), {@code @JsonValue} on enums. Annotations of supertypes and
 * of methods that a record implements count too. A record with {@code @JsonTypeInfo} is supported by its sealed interface only.
 * Bean Validation's
 * {@code @Min}, {@code @Max}, {@code @DecimalMin}, {@code @DecimalMax}, {@code @Positive}, {@code @Negative} and kin,
 * {@code @Size}, {@code @Pattern}, {@code @NotEmpty}, {@code @NotBlank} and {@code @Email} become keywords of the schema, and
 * are checked but for {@code @Email}; a {@code @Pattern} with flags has no form in JSON Schema and is left out.
 *
 * <p>In a named module, the package of the record must be open to {@code dev.agentsdk.core}, unless record and package are
 * public and exported.
 *
 * @param <T> the record
 */
public final class RecordShape<T> {

    private final Class<T> type;
    private final ObjectShape node;
    private final JsonSchema schema;

    private final boolean lenient;

    private RecordShape(Class<T> type, ObjectShape node, JsonSchema schema, boolean lenient) {
        this.type = type;
        this.node = node;
        this.schema = schema;
        this.lenient = lenient;
    }

    /**
     * The shape of a record.
     *
     * @param type the record
     * @param <T> the record
     * @return its shape
     * @throws IllegalArgumentException if it is not a record, or has a component that has no form in JSON; says which, and
     *     what to do
     */
    public static <T> RecordShape<T> of(Class<T> type) {
        ShapeReader reader = new ShapeReader(type.getName());
        ObjectShape node = reader.read(type);
        return new RecordShape<>(type, node, JsonSchema.derived(reader.schema(node)), false);
    }

    /**
     * A shape that also reads what models write by mistake: text for a number ({@code "5"}) or a boolean ({@code "true"}),
     * and constants of an enum in another case. The schema is the same.
     *
     * @return a changed copy
     */
    public RecordShape<T> lenient() {
        return new RecordShape<>(type, node, schema, true);
    }

    /**
     * The schema that is derived from the record.
     *
     * @return a schema of an object
     */
    public JsonSchema schema() {
        return schema;
    }

    /**
     * Makes a record of a value.
     *
     * @param value a JSON object
     * @return the record
     * @throws MisfitException if the value does not fit the schema, or the record's constructor refuses it
     */
    public T read(RawJson value) {
        return read(value.tree());
    }

    /**
     * Makes a record of a value.
     *
     * @param value a JSON object
     * @return the record
     * @throws MisfitException if the value does not fit the schema, or the record's constructor refuses it
     */
    public T read(JsonNode value) {
        return type.cast(node.readChecked(value, schema, lenient, type.getSimpleName()));
    }
}

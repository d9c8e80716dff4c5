package dev.agentsdk.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.message.RawJson;
import java.util.List;

/**
 * A Java record as JSON: the schema that is derived from it, and the reading of values. Immutable and thread-safe; making
 * one costs reflection, so keep it.
 *
 * <p>Components may be
 * <ul>
 *   <li>{@code String}, {@code boolean}, whole numbers ({@code int}, {@code long}, {@code BigInteger} …) and numbers
 *       ({@code double}, {@code BigDecimal} …), primitive or not,
 *   <li>enums, by the names of their constants,
 *   <li>other records, but not themselves,
 *   <li>{@code List} and {@code Map<String, …>} of these,
 *   <li>{@code JsonNode} and {@link RawJson}, for any JSON,
 *   <li>{@code Optional} of these, {@code OptionalInt} and its kin, or anything that is annotated with a
 *       {@code @Nullable}: these may be left out, all others are required.
 * </ul>
 * Anything else is refused when the shape is made. Unknown fields are refused when a value is read. A {@link Description}
 * goes into the schema; Jackson's {@code @JsonProperty("name")} gives a component or an enum constant another name in JSON.
 *
 * <p>In a named module, the package of the record must be open to {@code dev.agentsdk.core}, unless record and package are
 * public and exported.
 *
 * @param <T> the record
 */
public final class RecordShape<T> {

    private final Class<T> type;
    private final ShapeNode.RecordNode node;
    private final JsonSchema schema;

    private RecordShape(Class<T> type, ShapeNode.RecordNode node) {
        this.type = type;
        this.node = node;
        this.schema = JsonSchema.derived(node.schema());
    }

    /**
     * The shape of a record.
     *
     * @param type the record
     * @param <T> the record
     * @return its shape
     * @throws IllegalArgumentException if it is no record, or has a component that has no form in JSON; says which, and
     *     what to do
     */
    public static <T> RecordShape<T> of(Class<T> type) {
        return new RecordShape<>(type, new ShapeReader(type).read());
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
        List<String> problems = schema.problems(value);
        if (!problems.isEmpty()) {
            throw new MisfitException(type.getSimpleName(), problems);
        }
        try {
            return type.cast(node.read(value, ""));
        } catch (ShapeNode.Unreadable e) {
            throw new MisfitException(type.getSimpleName(), List.of(e.problem()));
        }
    }
}

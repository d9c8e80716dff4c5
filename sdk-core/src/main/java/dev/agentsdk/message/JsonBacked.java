package dev.agentsdk.message;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.agentsdk.json.RawJson;
import java.util.Objects;

/**
 * Base of the objects that are read from a JSON object of the agent: accessors read the fields, {@link #raw()} has
 * everything. Agents add fields with every version, so that the subclasses gain accessors; they have no public
 * constructor. Each has a static method {@code of(RawJson)}, for tests and for stored JSON.
 *
 * <p>Immutable and thread-safe. Equality is that of the class and of the bytes.
 */
public abstract class JsonBacked {

    private final RawJson raw;

    /**
     * Only for subclasses of the SDK.
     *
     * @param raw the JSON object
     */
    protected JsonBacked(RawJson raw) {
        this.raw = Objects.requireNonNull(raw, "raw");
    }

    /**
     * The whole object as the agent wrote it, with all fields.
     *
     * @return the raw JSON
     */
    @JsonValue
    public RawJson raw() {
        return raw;
    }

    @Override
    @SuppressWarnings("EqualsGetClass") // the JSON of one type is not equal to that of another
    public final boolean equals(Object other) {
        return other != null && other.getClass() == getClass() && raw.equals(((JsonBacked) other).raw);
    }

    @Override
    public final int hashCode() {
        return raw.hashCode();
    }

    /**
     * A short form for logs that shows no content.
     *
     * @return the type and the size of the JSON
     */
    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + raw.size() + " bytes]";
    }
}

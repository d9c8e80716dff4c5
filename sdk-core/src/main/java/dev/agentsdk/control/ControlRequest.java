package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request to a running agent, as a value. Immutable. The known ones are made by {@link ControlRequests}; {@link #of}
 * makes any other.
 *
 * @param <T> the answer
 */
public final class ControlRequest<T> {

    private final String subtype;
    private final Map<String, @Nullable Object> fields;
    private final @Nullable Duration timeout;
    private final Function<RawJson, T> reader;

    private ControlRequest(
            String subtype,
            Map<String, @Nullable Object> fields,
            @Nullable Duration timeout,
            Function<RawJson, T> reader) {
        this.subtype = subtype;
        this.fields = fields;
        this.timeout = timeout;
        this.reader = reader;
    }

    /**
     * A request that this SDK has no factory for.
     *
     * @param subtype the subtype, for example {@code mcp_status}
     * @param fields its other fields: strings, numbers, booleans, lists, maps, {@link RawJson}, Jackson trees, nulls
     * @return a request answered by raw JSON
     */
    public static ControlRequest<RawJson> of(String subtype, Map<String, ?> fields) {
        if (Printable.isBlank(subtype)) {
            throw new IllegalArgumentException("The subtype of a control request must not be blank.");
        }
        // Not Map.copyOf: null is a value here ("the default model").
        return new ControlRequest<>(
                subtype, Collections.unmodifiableMap(new LinkedHashMap<>(fields)), null, Function.identity());
    }

    /**
     * The same request with another field, for what this SDK has no parameter for.
     *
     * @param name the name as it goes over the wire
     * @param value as in {@link #of}
     * @return a changed copy
     */
    public ControlRequest<T> with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(fields);
        changed.put(name, value);
        return new ControlRequest<>(subtype, Collections.unmodifiableMap(changed), timeout, reader);
    }

    /**
     * The same request with a typed answer.
     *
     * @param reader makes the answer of the agent's JSON object
     * @param <R> the answer
     * @return a changed copy
     */
    public <R> ControlRequest<R> answeredBy(Function<RawJson, R> reader) {
        return new ControlRequest<>(subtype, fields, timeout, Objects.requireNonNull(reader, "reader"));
    }

    /**
     * The same request with a time-out of its own.
     *
     * @param timeout a positive time, instead of {@link dev.agentsdk.options.SessionLimits#controlTimeout()}
     * @return a changed copy
     */
    public ControlRequest<T> withTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("The time-out of a control request must be positive, not " + timeout);
        }
        return new ControlRequest<>(subtype, fields, timeout, reader);
    }

    /**
     * What is asked.
     *
     * @return the subtype as it goes over the wire
     */
    public String subtype() {
        return subtype;
    }

    /**
     * The other fields of the request.
     *
     * @return names and values; values may be null
     */
    public Map<String, @Nullable Object> fields() {
        return fields;
    }

    /**
     * How long the agent may take.
     *
     * @return the time-out; empty for {@link dev.agentsdk.options.SessionLimits#controlTimeout()}
     */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /**
     * Makes the answer of what the agent sent.
     *
     * @param answer the agent's JSON object
     * @return the answer
     */
    public T read(RawJson answer) {
        return reader.apply(answer);
    }

    /**
     * A short form for logs that shows no content.
     *
     * @return the subtype and the names of the fields
     */
    @Override
    public String toString() {
        return "ControlRequest[" + subtype + ", " + fields.keySet() + "]";
    }
}

package dev.agentsdk.options;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The agent's environment: what it inherits from this JVM, and what is put over that. Immutable.
 *
 * <p>Whatever is inherited, the marker by which a CLI takes itself for nested ({@code CLAUDECODE}) is not.
 */
public final class Environment {

    /**
     * What nearly every program needs to run, and no credential: paths, the user, language and time zone, and on Windows
     * the system's directories. For {@link #clean(List)}.
     */
    public static final List<String> ESSENTIAL = List.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "LANG",
            "LC_*",
            "TZ",
            "TMPDIR",
            "XDG_*",
            "SystemRoot",
            "SYSTEMROOT",
            "ComSpec",
            "COMSPEC",
            "PATHEXT",
            "TEMP",
            "TMP",
            "USERPROFILE",
            "APPDATA",
            "LOCALAPPDATA");

    private static final Environment INHERITED = new Environment(Optional.empty(), Map.of(), Optional.empty());

    private final Optional<List<String>> allowed;
    private final Map<String, Optional<String>> entries;
    private final Optional<Supplier<Map<String, String>>> traceContext;

    private Environment(
            Optional<List<String>> allowed,
            Map<String, Optional<String>> entries,
            Optional<Supplier<Map<String, String>>> traceContext) {
        this.allowed = allowed;
        this.entries = Collections.unmodifiableMap(entries);
        this.traceContext = traceContext;
    }

    /**
     * Everything of this JVM's environment.
     *
     * @return the default
     */
    public static Environment inherited() {
        return INHERITED;
    }

    /**
     * Of this JVM's environment only what is named.
     *
     * @param allowed names, or beginnings of names with a {@code *} behind, for example {@code LC_*}; may be empty.
     *     {@link #ESSENTIAL} is a good beginning
     * @return an environment without the rest
     */
    public static Environment clean(List<String> allowed) {
        for (String name : allowed) {
            checkName(name);
            int star = name.indexOf('*');
            if (star >= 0 && star != name.length() - 1) {
                throw new IllegalArgumentException(
                        "environment: a '*' may only stand at the end of a name, not in " + name + ".");
            }
        }
        return new Environment(Optional.of(List.copyOf(allowed)), Map.of(), Optional.empty());
    }

    /**
     * Of this JVM's environment only what is named.
     *
     * @param allowed as for {@link #clean(List)}
     * @return an environment without the rest
     */
    public static Environment clean(String... allowed) {
        return clean(List.of(allowed));
    }

    /**
     * Sets a variable.
     *
     * @param name the name
     * @param value the value
     * @return a changed copy
     */
    public Environment with(String name, String value) {
        return changed(name, Optional.of(value));
    }

    /**
     * Keeps a variable of this JVM from the agent.
     *
     * @param name the name
     * @return a changed copy
     */
    public Environment without(String name) {
        return changed(name, Optional.empty());
    }

    /**
     * Passes a trace context to the agent, so that its spans become part of the trace of this application. The agent gets
     * each field as a variable under its name in upper case: {@code traceparent} as {@code TRACEPARENT}. If there is a
     * {@code traceparent}, an inherited {@code TRACEPARENT} and {@code TRACESTATE} are dropped; without one they stay.
     * Variables of {@link #with} and {@link #without} have precedence.
     *
     * <p>The fields of W3C, B3, Jaeger, OpenTracing and X-Ray are passed. Others are left out with a warning in the log, so that
     * headers of a request that get here do not set {@code PATH}; pass them with {@link #with}.
     *
     * <p>With OpenTelemetry:
     *
     * <pre>{@code
     * environment.withTraceContext(() -> {
     *     Map<String, String> fields = new HashMap<>();
     *     GlobalOpenTelemetry.getPropagators().getTextMapPropagator()
     *             .inject(Context.current(), fields, Map::put);
     *     return fields;
     * })
     * }</pre>
     *
     * @param fields returns the fields of the current context, empty for none. It is called each time an agent is started,
     *     on the thread that opens the session or query. If it throws, a warning is logged, and the agent is started without
     *     a context
     * @return a changed copy
     */
    public Environment withTraceContext(Supplier<Map<String, String>> fields) {
        return new Environment(allowed, entries, Optional.of(fields));
    }

    private Environment changed(String name, Optional<String> value) {
        return new Environment(allowed, Checks.with(entries, checkName(name), value), traceContext);
    }

    private static String checkName(String name) {
        Checks.text(name, "environment variable");
        if (name.indexOf('=') >= 0) {
            throw new IllegalArgumentException(
                    "The name of an environment variable must not contain '=': " + Checks.beforeValue(name));
        }
        return name;
    }

    /**
     * What may be inherited.
     *
     * @return names and beginnings of names; empty if everything may
     */
    public Optional<List<String>> allowed() {
        return allowed;
    }

    /**
     * What is put over the inherited.
     *
     * @return the entries in order; an empty value removes the variable
     */
    public Map<String, Optional<String>> entries() {
        return entries;
    }

    /** {@return where the fields of the trace context come from} */
    public Optional<Supplier<Map<String, String>>> traceContext() {
        return traceContext;
    }

    /**
     * The part of an environment that is inherited. The entries are not applied.
     *
     * @param inherited all variables of this JVM
     * @return a new map of those that may be inherited
     */
    public Map<String, String> inheritedFrom(Map<String, String> inherited) {
        Map<String, String> kept = new LinkedHashMap<>();
        inherited.forEach((name, value) -> {
            if (mayInherit(name)) {
                kept.put(name, value);
            }
        });
        return kept;
    }

    private boolean mayInherit(String name) {
        if (allowed.isEmpty()) {
            return true;
        }
        for (String pattern : allowed.get()) {
            boolean fits = pattern.endsWith("*")
                    ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                    : name.equals(pattern);
            if (fits) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Environment that
                && allowed.equals(that.allowed)
                && entries.equals(that.entries)
                && traceContext.equals(that.traceContext);
    }

    @Override
    public int hashCode() {
        return Objects.hash(allowed, entries, traceContext);
    }

    /**
     * The names, and no values.
     *
     * @return for logs and debuggers
     */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        allowed.ifPresent(names -> parts.add("only " + names));
        if (!entries.isEmpty()) {
            parts.add(entries.keySet().toString());
        }
        return "Environment[" + String.join(", ", parts) + "]";
    }
}

package dev.agentsdk.transport;

import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The trace context of an application as variables of its agent. */
final class TraceVariables {

    private static final Logger log = LoggerFactory.getLogger(TraceVariables.class);

    private static final String PARENT = "TRACEPARENT";
    private static final String STATE = "TRACESTATE";

    private TraceVariables() {}

    /**
     * Adds the fields of a context, each under its name in upper case, with {@code _} for what a shell takes in no name, as
     * OpenTelemetry names them.
     */
    static void add(Map<String, String> variables, Supplier<Map<String, String>> context) {
        Map<String, String> fields;
        try {
            fields = Map.copyOf(context.get());
        } catch (RuntimeException | LinkageError e) {
            // Tracing must not keep an agent from its work.
            log.warn("The trace context could not be read; the agent is started without it", e);
            return;
        }
        if (fields.keySet().stream().map(TraceVariables::name).anyMatch(PARENT::equals)) {
            variables.remove(PARENT);
            variables.remove(STATE);
        }
        fields.forEach((field, value) -> {
            if (field.isEmpty() || value.chars().anyMatch(Character::isISOControl)) {
                log.warn("A field of the trace context has no name or a control character, and is left out");
            } else {
                variables.put(name(field), value);
            }
        });
    }

    private static String name(String field) {
        return field.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
    }
}

package dev.agentsdk.options.internal;

import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The trace context of an application as variables of its agent. */
public final class TraceVariables {

    private static final Logger log = LoggerFactory.getLogger(TraceVariables.class);

    private static final String PARENT = "TRACEPARENT";
    private static final String STATE = "TRACESTATE";

    /**
     * The fields of W3C, B3, Jaeger, OpenTracing and X-Ray. Nothing else: an application that takes the headers of a request for
     * its context would let the caller set PATH or LD_PRELOAD.
     */
    private static final Pattern KNOWN = Pattern.compile("TRACEPARENT|TRACESTATE|BAGGAGE|B3|X_B3_\\w+|UBER_TRACE_ID"
            + "|UBERCTX_\\w+|OT_TRACER_\\w+|OT_BAGGAGE_\\w+|X_AMZN_TRACE_ID");

    private TraceVariables() {}

    /**
     * Adds the fields of a context, each under its name in upper case, with {@code _} for what a shell takes in no name, as
     * OpenTelemetry names them.
     */
    public static void add(Map<String, String> variables, Supplier<Map<String, String>> context) {
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
            String name = name(field);
            if (KNOWN.matcher(name).matches() && value.chars().noneMatch(Character::isISOControl)) {
                variables.put(name, value);
            } else {
                log.warn(
                        "A field of the trace context is left out: its name is not known, or it has a control character");
            }
        });
    }

    private static String name(String field) {
        return field.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
    }
}

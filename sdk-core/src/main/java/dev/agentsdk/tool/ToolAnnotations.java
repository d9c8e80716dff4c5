package dev.agentsdk.tool;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Hints about a tool, as in the Model Context Protocol. What is empty is left to the agent, which takes the worst for true.
 *
 * @param title the tool, for people
 * @param readOnly whether it changes nothing; {@code claude} 2.1 may then run several at once
 * @param destructive whether it may destroy something
 * @param idempotent whether calling it again changes nothing more
 * @param openWorld whether it deals with what is outside, such as the web
 */
public record ToolAnnotations(
        Optional<String> title,
        Optional<Boolean> readOnly,
        Optional<Boolean> destructive,
        Optional<Boolean> idempotent,
        Optional<Boolean> openWorld) {

    /** Says nothing. */
    public static final ToolAnnotations NONE = new ToolAnnotations(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * A tool that changes nothing.
     *
     * @return the hints
     */
    public static ToolAnnotations readOnlyTool() {
        return new ToolAnnotations(
                Optional.empty(), Optional.of(true), Optional.of(false), Optional.of(true), Optional.empty());
    }

    /**
     * A tool that may destroy something.
     *
     * @return the hints
     */
    public static ToolAnnotations destructiveTool() {
        return new ToolAnnotations(
                Optional.empty(), Optional.of(false), Optional.of(true), Optional.empty(), Optional.empty());
    }

    /**
     * Names the tool for people.
     *
     * @param title the name
     * @return a changed copy
     */
    public ToolAnnotations withTitle(String title) {
        return new ToolAnnotations(Optional.of(title), readOnly, destructive, idempotent, openWorld);
    }

    Map<String, Object> toWire() {
        Map<String, Object> wire = new LinkedHashMap<>();
        title.ifPresent(value -> wire.put("title", value));
        readOnly.ifPresent(value -> wire.put("readOnlyHint", value));
        destructive.ifPresent(value -> wire.put("destructiveHint", value));
        idempotent.ifPresent(value -> wire.put("idempotentHint", value));
        openWorld.ifPresent(value -> wire.put("openWorldHint", value));
        return wire;
    }
}

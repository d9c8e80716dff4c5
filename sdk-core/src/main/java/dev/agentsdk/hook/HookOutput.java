package dev.agentsdk.hook;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a hook wants done. Immutable; {@link #none()} wants nothing, the {@code with…} methods add to it.
 *
 * <pre>{@code
 * return HookOutput.of(HookSpecificOutput.denyTool("not in this directory")).withSystemMessage("A tool was refused.");
 * }</pre>
 *
 * @param fields what holds for any event, under the names of the wire
 * @param specific what holds for one event
 */
public record HookOutput(Map<String, Object> fields, Optional<HookSpecificOutput> specific) {

    private static final HookOutput NONE = new HookOutput(Map.of(), Optional.empty());

    public HookOutput {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        Objects.requireNonNull(specific, "specific");
    }

    /**
     * Nothing: everything goes on as without the hook.
     *
     * @return the output
     */
    public static HookOutput none() {
        return NONE;
    }

    /**
     * What can be said for one event.
     *
     * @param specific for example {@link HookSpecificOutput#denyTool}
     * @return the output
     */
    public static HookOutput of(HookSpecificOutput specific) {
        return new HookOutput(Map.of(), Optional.of(specific));
    }

    /**
     * A text for the model, where the event can take one.
     *
     * @param text the text
     * @return the output
     */
    public static HookOutput additionalContext(String text) {
        return of(new HookSpecificOutput.AdditionalContext(text));
    }

    /**
     * What the hook is about does not happen: the prompt is not worked on, the agent does not stop.
     *
     * @param reason for whoever it concerns, the model or the user by event
     * @return the output
     */
    public static HookOutput block(String reason) {
        return none().with("decision", "block").with("reason", reason);
    }

    /**
     * Denies what the hook is about, in the form that its event has: the tool or the shell command does not run, the model is
     * not switched, the permission is refused, the prompt is dropped. Works also for events that this SDK does not know.
     * Given to an event that comes too late for a denial, for example {@code PostToolUse}, it is a failure of the hook.
     *
     * @param reason tells the model or the user why
     * @return the output
     */
    public static HookOutput deny(String reason) {
        return of(HookSpecificOutput.denyTool(reason));
    }

    /**
     * The agent ends its turn.
     *
     * @param reason for the user
     * @return the output
     */
    public static HookOutput stop(String reason) {
        return none().with("continue", false).with("stopReason", reason);
    }

    /**
     * The agent need not wait: the hook goes on by itself, and what it finds out is not told here.
     *
     * @return the output
     */
    public static HookOutput async() {
        return none().with("async", true);
    }

    /**
     * The agent need not wait, and may take the hook for failed after some time.
     *
     * @param timeout the time
     * @return the output
     */
    public static HookOutput async(Duration timeout) {
        return async().with("asyncTimeout", timeout.toMillis());
    }

    /**
     * Shows a text to the user.
     *
     * @param message the text
     * @return a changed copy
     */
    public HookOutput withSystemMessage(String message) {
        return with("systemMessage", message);
    }

    /**
     * Writes an escape sequence to the terminal of the agent, for example a bell. Agents that have no terminal ignore it.
     *
     * @param sequence the sequence
     * @return a changed copy
     */
    public HookOutput withTerminalSequence(String sequence) {
        return with("terminalSequence", sequence);
    }

    /**
     * Gives a reason for a decision.
     *
     * @param reason the reason
     * @return a changed copy
     */
    public HookOutput withReason(String reason) {
        return with("reason", reason);
    }

    /**
     * Keeps the hook's output out of the transcript.
     *
     * @return a changed copy
     */
    public HookOutput suppressingOutput() {
        return with("suppressOutput", true);
    }

    /**
     * Adds what holds for one event.
     *
     * @param specific for example {@link HookSpecificOutput#denyTool}
     * @return a changed copy
     */
    public HookOutput with(HookSpecificOutput specific) {
        return new HookOutput(fields, Optional.of(specific));
    }

    /**
     * Adds a field that this SDK has no method for.
     *
     * @param name the name as it goes over the wire
     * @param value a string, number, boolean, list or map
     * @return a changed copy
     */
    public HookOutput with(String name, Object value) {
        if (name.equals("hookSpecificOutput")) {
            throw new IllegalArgumentException(
                    "Use with(HookSpecificOutput); for unknown fields HookSpecificOutput.Raw.");
        }
        Map<String, Object> changed = new LinkedHashMap<>(fields);
        changed.put(name, Objects.requireNonNull(value, "value"));
        return new HookOutput(changed, specific);
    }

    /**
     * The output as it goes over the wire.
     *
     * @param eventName the event that it is for
     * @return a JSON object as a map
     * @throws IllegalStateException if the specific part is for another event
     */
    public Map<String, Object> toWire(String eventName) {
        Map<String, Object> wire = new LinkedHashMap<>();
        specific.ifPresent(part -> wire.putAll(
                part instanceof ToolPermission decision && decision.isDenial()
                        ? denial(eventName, decision)
                        : fitting(eventName, part)));
        wire.putAll(fields);
        return wire;
    }

    private static Map<String, Object> denial(String eventName, ToolPermission decision) {
        return Denial.toWire(eventName, decision).orElseThrow(() -> misfit(eventName, decision));
    }

    private static Map<String, Object> fitting(String eventName, HookSpecificOutput part) {
        if (!part.fits(eventName)) {
            throw misfit(eventName, part);
        }
        return Denial.specific(eventName, part);
    }

    /** Sent as it is, the agent would ignore it, and what the hook decided would not hold. */
    private static IllegalStateException misfit(String eventName, HookSpecificOutput part) {
        return new IllegalStateException("The hook for " + eventName + " returned "
                + part.getClass().getSimpleName() + ", which belongs to another event.");
    }
}

package dev.agentsdk.options;

import java.util.Map;
import java.util.Optional;

/**
 * The agent's helpers.
 *
 * @param definitions helpers for this session, by name
 * @param main the definition that the main conversation runs as
 * @param forwardText whether what helpers say comes as messages; {@code parentToolUseId} tells whose it is
 * @param progressSummaries whether summaries of what helpers do come while they work; newer CLIs
 * @param stoppedOneByOne whether an interrupt spares helpers in the background; newer CLIs
 */
public record Subagents(
        Map<String, AgentDefinition> definitions,
        Optional<String> main,
        boolean forwardText,
        boolean progressSummaries,
        boolean stoppedOneByOne) {

    private static final Subagents UNSET = new Subagents(Map.of(), Optional.empty(), false, false, false);

    public Subagents {
        definitions = Checks.copy(definitions, "subagents");
        Checks.text(main, "subagents.main");
    }

    /**
     * None but those that the agent finds by itself.
     *
     * @return the default
     */
    public static Subagents unset() {
        return UNSET;
    }

    /**
     * Adds a helper, or replaces the one of this name.
     *
     * @param name the name
     * @param definition what it is
     * @return a changed copy
     */
    public Subagents with(String name, AgentDefinition definition) {
        return new Subagents(
                Checks.with(definitions, name, definition), main, forwardText, progressSummaries, stoppedOneByOne);
    }

    /**
     * Runs the main conversation as one of the definitions, of this session or found by the agent.
     *
     * @param name its name
     * @return a changed copy
     */
    public Subagents withMain(String name) {
        return new Subagents(definitions, Optional.of(name), forwardText, progressSummaries, stoppedOneByOne);
    }

    /**
     * Decides whether what helpers say comes as messages.
     *
     * @param forward false by default
     * @return a changed copy
     */
    public Subagents withForwardedText(boolean forward) {
        return new Subagents(definitions, main, forward, progressSummaries, stoppedOneByOne);
    }

    /**
     * Decides whether summaries of their progress come. Newer CLIs.
     *
     * @param wanted false by default
     * @return a changed copy
     */
    public Subagents withProgressSummaries(boolean wanted) {
        return new Subagents(definitions, main, forwardText, wanted, stoppedOneByOne);
    }

    /**
     * Decides whether an interrupt spares helpers in the background, which are then stopped one by one. Newer CLIs.
     *
     * @param spared false by default
     * @return a changed copy
     */
    public Subagents withStoppedOneByOne(boolean spared) {
        return new Subagents(definitions, main, forwardText, progressSummaries, spared);
    }
}

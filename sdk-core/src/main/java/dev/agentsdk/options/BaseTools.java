package dev.agentsdk.options;

import java.util.List;

/** The built-in tools that the agent has at all, before any rule allows or denies them. */
public sealed interface BaseTools {

    /**
     * The agent's default set.
     *
     * @return the set
     */
    static BaseTools preset() {
        return new Preset();
    }

    /**
     * Only these.
     *
     * @param names names such as {@code Read}; none for no built-in tool
     * @return the set
     */
    static BaseTools only(String... names) {
        return new Only(List.of(names));
    }

    /** The agent's default set. */
    record Preset() implements BaseTools {}

    /**
     * Only these.
     *
     * @param names names such as {@code Read}; empty for no built-in tool
     */
    record Only(List<String> names) implements BaseTools {
        public Only {
            names = Checks.words(names, "baseTools");
        }
    }
}

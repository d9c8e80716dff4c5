package dev.agentsdk.errors;

import java.util.List;

/** There is no command-line agent to start. Install one, or name it in the options. */
public final class CliNotFoundException extends AgentException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> searched;

    /**
     * Makes an exception.
     *
     * @param message what was looked for and what to do
     * @param searched the files that were tried, in order
     */
    public CliNotFoundException(String message, List<String> searched) {
        super(message);
        this.searched = List.copyOf(searched);
    }

    /**
     * Where it was looked for.
     *
     * @return the files that were tried, in order
     */
    public List<String> searched() {
        return searched == null ? List.of() : searched;
    }
}

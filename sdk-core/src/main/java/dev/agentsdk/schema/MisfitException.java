package dev.agentsdk.schema;

import java.util.List;

/** A JSON value does not fit what it is to be read into. The message says what is wrong, in words a model can act on. */
public final class MisfitException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /**
     * Makes an exception.
     *
     * @param what what the value was to be
     * @param problems what is wrong
     */
    public MisfitException(String what, List<String> problems) {
        super("Not a valid " + what + ": " + String.join("; ", problems) + ".");
        this.problems = List.copyOf(problems);
    }

    /**
     * What is wrong.
     *
     * @return one text for each thing
     */
    public List<String> problems() {
        return problems;
    }
}

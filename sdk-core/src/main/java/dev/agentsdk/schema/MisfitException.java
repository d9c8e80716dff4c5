package dev.agentsdk.schema;

import dev.agentsdk.json.internal.Printable;
import java.util.List;

/** A JSON value does not fit what it is to be read into. The message says what is wrong, in words a model can act on. */
public final class MisfitException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private static final int MAX_MESSAGE_CHARS = 16 * 1024;

    private final transient List<String> problems;

    /**
     * Makes an exception.
     *
     * @param what what the value was to be
     * @param problems what is wrong
     */
    public MisfitException(String what, List<String> problems) {
        super(Printable.of("Not a valid " + what + ": " + String.join("; ", problems) + ".", MAX_MESSAGE_CHARS));
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

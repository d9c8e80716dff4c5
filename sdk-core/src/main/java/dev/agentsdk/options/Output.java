package dev.agentsdk.options;

/**
 * What the agent tells besides its answers. All off by default.
 *
 * @param partialMessages parts of answers while they are made, as {@link dev.agentsdk.message.StreamEvent}
 * @param hookEvents the beginning and the end of hooks
 * @param replayedUserMessages user messages as the agent took them, with their ids
 * @param promptSuggestions after each turn, what the user might say next; newer CLIs
 */
public record Output(
        boolean partialMessages, boolean hookEvents, boolean replayedUserMessages, boolean promptSuggestions) {

    private static final Output PLAIN = new Output(false, false, false, false);

    /**
     * Answers only.
     *
     * @return the default
     */
    public static Output plain() {
        return PLAIN;
    }

    /**
     * Decides about parts of answers.
     *
     * @param wanted false by default
     * @return a changed copy
     */
    public Output withPartialMessages(boolean wanted) {
        return new Output(wanted, hookEvents, replayedUserMessages, promptSuggestions);
    }

    /**
     * Decides about the beginning and the end of hooks.
     *
     * @param wanted false by default
     * @return a changed copy
     */
    public Output withHookEvents(boolean wanted) {
        return new Output(partialMessages, wanted, replayedUserMessages, promptSuggestions);
    }

    /**
     * Decides about user messages.
     *
     * @param wanted false by default
     * @return a changed copy
     */
    public Output withReplayedUserMessages(boolean wanted) {
        return new Output(partialMessages, hookEvents, wanted, promptSuggestions);
    }

    /**
     * Decides about suggestions of what to say next. Newer CLIs.
     *
     * @param wanted false by default
     * @return a changed copy
     */
    public Output withPromptSuggestions(boolean wanted) {
        return new Output(partialMessages, hookEvents, replayedUserMessages, wanted);
    }
}

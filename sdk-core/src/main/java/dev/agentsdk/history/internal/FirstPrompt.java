package dev.agentsdk.history.internal;

import org.jspecify.annotations.Nullable;

/**
 * Finds what the user asked first, entry by entry: the first text of the user that is not made by a program. A command
 * such as {@code /init} is only taken if nothing else comes.
 */
final class FirstPrompt {

    private static final int MAX_CHARS = 200;
    private static final String COMMAND_OPEN = "<command-name>";
    private static final String COMMAND_CLOSE = "</command-name>";

    private @Nullable String prompt;
    private @Nullable String command;

    FirstPrompt() {}

    /** Continues where another one stopped. */
    FirstPrompt(@Nullable String prompt, @Nullable String command) {
        this.prompt = prompt;
        this.command = command;
    }

    void add(EntryFacts entry) {
        if (prompt != null || !"user".equals(entry.type) || entry.toolResult || entry.meta || entry.compactSummary) {
            return;
        }
        for (String raw : entry.texts) {
            String text = raw.replace('\n', ' ').strip();
            if (text.isEmpty()) {
                continue;
            }
            String name = commandName(text);
            if (name != null) {
                command = command == null || command.isEmpty() ? name : command;
            } else if (!isMadeByProgram(text)) {
                prompt = cut(text);
                return;
            }
        }
    }

    /** Whether a prompt, and not only a command, is found. */
    boolean isFinal() {
        return prompt != null;
    }

    @Nullable
    String prompt() {
        return prompt;
    }

    @Nullable
    String command() {
        return command;
    }

    /** The prompt, or a command in its place; null if there is neither. */
    @Nullable
    String get() {
        String found = prompt != null ? prompt : command;
        return found == null || found.isEmpty() ? null : found;
    }

    private static @Nullable String commandName(String text) {
        int open = text.indexOf(COMMAND_OPEN);
        if (open < 0) {
            return null;
        }
        int start = open + COMMAND_OPEN.length();
        int close = text.indexOf(COMMAND_CLOSE, start);
        return close < 0 ? null : text.substring(start, close);
    }

    private static boolean isMadeByProgram(String text) {
        return text.startsWith("<local-command-stdout>")
                || text.startsWith("<session-start-hook>")
                || text.startsWith("<tick>")
                || text.startsWith("<goal>")
                || (text.startsWith("[Request interrupted by user") && text.indexOf(']') > 0)
                || isWholly(text, "ide_opened_file")
                || isWholly(text, "ide_selection");
    }

    private static boolean isWholly(String text, String element) {
        return text.startsWith("<" + element + ">") && text.endsWith("</" + element + ">");
    }

    /** By code points: half a surrogate pair is no character. */
    private static String cut(String text) {
        if (text.codePointCount(0, text.length()) <= MAX_CHARS) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, MAX_CHARS)).stripTrailing() + "…";
    }
}

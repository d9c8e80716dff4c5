package dev.agentsdk.history.internal;

import dev.agentsdk.json.internal.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the user asked first, entry by entry: the first text of the user that is not made by a program. A command
 * such as {@code /init}, or of the shell, is only taken if nothing else comes.
 */
final class FirstPrompt {

    private static final int MAX_CHARS = 200;

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
            String name = commandOf(raw);
            if (name != null) {
                command = command == null || command.isEmpty() ? name : command;
                continue;
            }
            String text = Wrappers.strip(raw);
            if (!text.isEmpty()) {
                prompt = cut(text);
                return;
            }
        }
    }

    /** Whether the user sent it: text of a prompt, a command, or a picture or document. */
    static boolean isPrompt(EntryFacts entry) {
        if (entry.toolResult || entry.meta || entry.compactSummary || entry.sidechain || entry.teamName != null) {
            return false;
        }
        if ("attachment".equals(entry.type)) {
            return entry.queuedPrompt;
        }
        if (!"user".equals(entry.type)) {
            return false;
        }
        return entry.attached != null
                || entry.texts.stream()
                        .anyMatch(text ->
                                commandOf(text) != null || !Wrappers.strip(text).isEmpty());
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

    /** The command that the user gave, or the shell command with an exclamation mark, as the CLI shows it. */
    private static @Nullable String commandOf(String raw) {
        String name = Wrappers.leading(raw, "command-name");
        if (name != null) {
            return cut(name);
        }
        String shell = Wrappers.leading(raw, "bash-input");
        return shell == null || Printable.isBlank(shell) ? null : cut("! " + shell.strip());
    }

    private static String cut(String text) {
        return cut(text, MAX_CHARS);
    }

    /** The text, or as much of it as allowed and an ellipsis. By code points: half a surrogate pair is no character. */
    static String cut(String text, int maxChars) {
        if (text.length() <= maxChars || text.codePointCount(0, text.length()) <= maxChars) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, maxChars)).stripTrailing() + "…";
    }
}

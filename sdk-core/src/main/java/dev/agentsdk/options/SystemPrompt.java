package dev.agentsdk.options;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The agent's system prompt. Without one in the options the agent gets an empty prompt, as with the official Python SDK;
 * {@link #preset()} asks for the CLI's own.
 */
public sealed interface SystemPrompt {

    /**
     * Separates what is the same in all sessions from what is not, in a prompt of your own: the API caches what stands before
     * it for all sessions. A block of its own in {@link #blocks}, or a line of its own in {@link #text}. Newer CLIs; the
     * model does not see it.
     */
    String DYNAMIC_BOUNDARY = "__SYSTEM_PROMPT_DYNAMIC_BOUNDARY__";

    /**
     * A prompt of your own.
     *
     * @param text the whole prompt, may be empty
     * @return the prompt
     */
    static SystemPrompt text(String text) {
        return new Text(text);
    }

    /**
     * A prompt that the CLI reads from a file.
     *
     * @param path the file
     * @return the prompt
     */
    static SystemPrompt file(Path path) {
        return new File(path);
    }

    /**
     * The CLI's own prompt.
     *
     * @return the prompt
     */
    static Preset preset() {
        return new Preset(Optional.empty(), false);
    }

    /**
     * The CLI's own prompt with a text behind it.
     *
     * @param append the text
     * @return the prompt
     */
    static Preset presetWith(String append) {
        return new Preset(Optional.of(append), false);
    }

    /**
     * A prompt of your own in several blocks, which the API caches one by one. Newer CLIs; it travels with the handshake.
     *
     * @param texts the blocks; {@link #DYNAMIC_BOUNDARY} may be one of them
     * @return the prompt
     */
    static SystemPrompt blocks(String... texts) {
        return new Blocks(List.of(texts));
    }

    /**
     * A prompt of your own.
     *
     * @param text the whole prompt
     */
    record Text(String text) implements SystemPrompt {
        public Text {
            Objects.requireNonNull(text, "text");
        }

        /** {@return the kind and the length, and not the text} */
        @Override
        public String toString() {
            return "Text[" + text.length() + " characters]";
        }
    }

    /**
     * A prompt in a file.
     *
     * @param path the file
     */
    record File(Path path) implements SystemPrompt {
        public File {
            Objects.requireNonNull(path, "path");
        }
    }

    /**
     * The CLI's own prompt.
     *
     * @param append what is put behind it
     * @param dynamicSectionsExcluded whether what differs from machine to machine (directory, date, git status) is left
     *     out of it and put into the first user message, so that sessions share a cached prompt
     */
    record Preset(Optional<String> append, boolean dynamicSectionsExcluded) implements SystemPrompt {
        public Preset {
            Objects.requireNonNull(append, "append");
        }

        /**
         * Leaves out what differs from machine to machine.
         *
         * @return a changed copy
         */
        public Preset withoutDynamicSections() {
            return new Preset(append, true);
        }

        /** {@return the kind and the length, and not the text} */
        @Override
        public String toString() {
            return "Preset["
                    + append.map(text -> text.length() + " characters appended").orElse("nothing appended")
                    + (dynamicSectionsExcluded ? ", dynamicSectionsExcluded" : "") + "]";
        }
    }

    /**
     * A prompt of your own in several blocks.
     *
     * @param texts the blocks, at least one
     */
    record Blocks(List<String> texts) implements SystemPrompt {
        public Blocks {
            texts = List.copyOf(texts);
            if (texts.isEmpty()) {
                throw new IllegalArgumentException("systemPrompt must have at least one block.");
            }
        }

        /** {@return the kind and the length, and not the text} */
        @Override
        public String toString() {
            return "Blocks[" + texts.size() + " texts]";
        }
    }
}

package dev.agentsdk;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The agent's system prompt. Without one in the options the agent gets an empty prompt, as with the official Python SDK;
 * {@link #preset()} asks for the CLI's own.
 */
public sealed interface SystemPrompt {

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
    static SystemPrompt preset() {
        return new Preset(Optional.empty());
    }

    /**
     * The CLI's own prompt with a text behind it.
     *
     * @param append the text
     * @return the prompt
     */
    static SystemPrompt presetWith(String append) {
        return new Preset(Optional.of(append));
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
     */
    record Preset(Optional<String> append) implements SystemPrompt {
        public Preset {
            Objects.requireNonNull(append, "append");
        }
    }
}

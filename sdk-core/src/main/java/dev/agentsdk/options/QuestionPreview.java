package dev.agentsdk.options;

import java.util.Locale;

/** The format of the previews that the model writes for the options of a question ({@code AskUserQuestion}). */
public enum QuestionPreview {
    /** Markdown, which the CLI takes by default. */
    MARKDOWN,
    /** Fragments of HTML without references to other resources. The model writes them: treat them as untrusted. */
    HTML;

    /**
     * The name that the CLI knows.
     *
     * @return for example {@code html}
     */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}

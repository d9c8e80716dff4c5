package dev.agentsdk.process;

import java.util.Objects;

/**
 * A line that a process wrote, without its LF or CR LF, decoded as UTF-8; what is no UTF-8 shows as U+FFFD.
 *
 * @param source where it was written to
 * @param text its text
 * @param complete false if the line goes on in the next element from the same source, because it is longer than the limit
 *     for lines; no character is cut by that. A last line without LF is complete
 */
public record OutputLine(OutputSource source, String text, boolean complete) implements ProcessEvent {

    public OutputLine {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(text, "text");
    }
}

package dev.agentsdk.history;

/**
 * What a copy of a session into a store consists of.
 *
 * @param transcripts how many transcripts were copied: the session's own, and those of its subagents
 * @param entries how many entries they have together
 * @param skippedLines how many lines could not be read, or not all of them, and are not in the copy as they are
 */
public record CopyResult(int transcripts, long entries, long skippedLines) {}

package dev.agentsdk.history;

import dev.agentsdk.history.internal.ConfigDirectory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which sessions on disk a {@link SessionHistory} sees, and how much of them it may keep in memory. Immutable; each method
 * that changes something returns a new value.
 *
 * @param configDirectory the CLI's configuration directory
 * @param project the directory whose sessions are meant; empty for all directories
 * @param worktrees whether the sessions of the other Git worktrees of the project count as its own
 * @param maxLineBytes longer lines of a transcript are skipped and reported; 64 MiB by default
 * @param maxTranscriptBytes reading or copying a transcript whose file is larger fails with a {@link HistoryException}; so
 *     does reading one whose entries take more memory, where each entry counts 512 bytes more than its line. A copy of a
 *     session reads no more than this in all of its files together, and a list of its subagents keeps no more than a quarter
 *     of it, or fails likewise; 256 MiB by default
 */
public record HistoryLocation(
        Path configDirectory, Optional<Path> project, boolean worktrees, int maxLineBytes, long maxTranscriptBytes) {

    private static final int DEFAULT_MAX_LINE = 64 * 1024 * 1024;
    private static final long DEFAULT_MAX_TRANSCRIPT = 256L * 1024 * 1024;

    public HistoryLocation {
        Objects.requireNonNull(configDirectory, "configDirectory");
        Objects.requireNonNull(project, "project");
        if (maxLineBytes < 1 || maxTranscriptBytes < 1) {
            throw new IllegalArgumentException("maxLineBytes and maxTranscriptBytes must be positive.");
        }
    }

    /**
     * All projects in a configuration directory.
     *
     * @param configDirectory the directory, such as {@code ~/.claude}; need not exist
     * @return a location
     */
    public static HistoryLocation of(Path configDirectory) {
        return new HistoryLocation(configDirectory, Optional.empty(), true, DEFAULT_MAX_LINE, DEFAULT_MAX_TRANSCRIPT);
    }

    /**
     * All projects of the CLI that this JVM would start: in {@code CLAUDE_CONFIG_DIR}, or {@code .claude} in the home
     * directory.
     *
     * @return a location
     * @throws HistoryException if that is no absolute path, as for a user without a home directory: the current directory
     *     is never taken in its place
     */
    public static HistoryLocation standard() {
        return of(ConfigDirectory.require(System.getenv()));
    }

    /**
     * Where an agent keeps its sessions: in the configuration directory that its environment names, under its working
     * directory. {@code AgentOptions.historyLocation()} says it for the options of a session.
     *
     * @param environment the variables that are set for the agent or, where the value is empty, removed; it inherits all others of
     *     this JVM
     * @param cwd the working directory of the agent; a relative one counts from that of this JVM
     * @return a location, with the project set
     * @throws HistoryException if the environment names no absolute configuration directory; see {@link #standard()}
     */
    public static HistoryLocation ofAgent(Map<String, Optional<String>> environment, Path cwd) {
        return of(ConfigDirectory.require(ConfigDirectory.effective(environment)))
                .project(cwd);
    }

    /**
     * The sessions of one project directory, and of its worktrees.
     *
     * @param directory the directory in which the agent was run; need not exist any more
     * @return a new location
     */
    public HistoryLocation project(Path directory) {
        return new HistoryLocation(
                configDirectory, Optional.of(directory), worktrees, maxLineBytes, maxTranscriptBytes);
    }

    /**
     * Decides whether Git worktrees count.
     *
     * @param include true by default
     * @return a new location
     */
    public HistoryLocation worktrees(boolean include) {
        return new HistoryLocation(configDirectory, project, include, maxLineBytes, maxTranscriptBytes);
    }

    /**
     * Sets the limit for a line.
     *
     * @param bytes a positive number
     * @return a new location
     */
    public HistoryLocation maxLineBytes(int bytes) {
        return new HistoryLocation(configDirectory, project, worktrees, bytes, maxTranscriptBytes);
    }

    /**
     * Sets the limit for a transcript.
     *
     * @param bytes a positive number
     * @return a new location
     */
    public HistoryLocation maxTranscriptBytes(long bytes) {
        return new HistoryLocation(configDirectory, project, worktrees, maxLineBytes, bytes);
    }

    /**
     * The directory that holds the directories of the projects.
     *
     * @return {@code projects} in the configuration directory
     */
    public Path projectsDirectory() {
        return configDirectory.resolve("projects");
    }
}

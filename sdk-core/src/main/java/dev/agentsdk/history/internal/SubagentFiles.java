package dev.agentsdk.history.internal;

import dev.agentsdk.history.Subagent;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.spi.WarningLimit;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transcripts of the subagents of a session on disk. Links are not followed. */
final class SubagentFiles {

    private static final Logger log = LoggerFactory.getLogger(SubagentFiles.class);

    private static final String PREFIX = "agent-";

    /** The CLI nests them three deep; a tree that is much deeper is not its own. */
    private static final int MAX_DEPTH = 16;

    /** The CLI's own have some hundred bytes. A longer one counts as absent. */
    static final int MAX_METADATA_BYTES = 64 * 1024;

    /** Of what is kept: the bytes, and twice as much for a text of the same length. */
    private static final int KEPT_PER_BYTE = 3;

    private SubagentFiles() {}

    /**
     * The files by their subpath: {@code subagents/…/agent-<id>}, with forward slashes and without the suffix. The paths
     * are relative to the session's directory.
     */
    static Map<String, Path> of(SessionFile session, WarningLimit warnings, CallBudget kept) throws IOException {
        Map<String, Path> found = new TreeMap<>();
        try (OpenDirectory project = session.project().open();
                OpenDirectory directory = project.directory(project.name(session.sessionId()))) {
            Path name = directory.name("subagents");
            try (OpenDirectory root = directory.directory(name)) {
                collect(root, name, 1, found, warnings, kept);
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Most sessions have no subagents.
            log.trace("There are no subagents of {}", session.path());
        }
        return found;
    }

    private static void collect(
            OpenDirectory directory,
            Path path,
            int depth,
            Map<String, Path> found,
            WarningLimit warnings,
            CallBudget kept)
            throws IOException {
        for (Path entry : directory.names()) {
            Path file = path.resolve(entry);
            try {
                BasicFileAttributes attributes = directory.attributes(entry);
                if (attributes.isDirectory() && depth < MAX_DEPTH) {
                    try (OpenDirectory below = directory.directory(entry)) {
                        collect(below, file, depth + 1, found, warnings, kept);
                    }
                } else if (attributes.isRegularFile() && attributes.size() > 0 && agentId(entry.toString()) != null) {
                    String subpath = subpath(file);
                    // As a path and as text.
                    kept.take(TranscriptBuilder.ENTRY_BYTES + 2L * KEPT_PER_BYTE * subpath.length(), file);
                    found.put(subpath, file);
                }
            } catch (NoSuchFileException e) {
                // Deleted since the directory was listed.
                log.trace("{} is gone", Printable.of(file));
            } catch (IOException e) {
                if (warnings.allows(log::warn)) {
                    log.warn(
                            "Subagents in {} are left out: {}",
                            Printable.of(directory.path().resolve(entry)),
                            SessionFiles.reason(e));
                }
            }
        }
    }

    /** Opens a file below the directory of a session. */
    static SeekableByteChannel open(SessionFile session, Path file) throws IOException {
        OpenDirectory directory = session.project().open();
        try {
            directory = below(directory, directory.name(session.sessionId()));
            for (int i = 0; i < file.getNameCount() - 1; i++) {
                directory = below(directory, file.getName(i));
            }
            return directory.file(file.getName(file.getNameCount() - 1), StandardOpenOption.READ);
        } finally {
            directory.close();
        }
    }

    /** Closes the one above. */
    private static OpenDirectory below(OpenDirectory directory, Path name) throws IOException {
        try (directory) {
            return directory.directory(name);
        }
    }

    private static String subpath(Path file) {
        StringBuilder path = new StringBuilder();
        for (Path part : file) {
            path.append(path.isEmpty() ? "" : "/").append(part);
        }
        return path.substring(0, path.length() - SessionFiles.SUFFIX.length());
    }

    /** The id in the name of a transcript; null if it is not named like one. */
    private static @Nullable String agentId(String name) {
        if (!name.startsWith(PREFIX) || !name.endsWith(SessionFiles.SUFFIX)) {
            return null;
        }
        String id = name.substring(PREFIX.length(), name.length() - SessionFiles.SUFFIX.length());
        return id.isEmpty() ? null : id;
    }

    /** The id in a subpath; null if there is none. */
    static @Nullable String agentIdOf(String subpath) {
        return agentId(subpath.substring(subpath.lastIndexOf('/') + 1) + SessionFiles.SUFFIX);
    }

    /** What the file beside a transcript says; empty if it is missing, too long, or no JSON object. */
    static Optional<RawJson> metadata(SessionFile session, Path transcript, CallBudget kept) {
        String name = SessionFiles.nameOf(transcript);
        Path file = transcript.resolveSibling(
                name.substring(0, name.length() - SessionFiles.SUFFIX.length()) + ".meta.json");
        try (SeekableByteChannel in = open(session, file)) {
            byte[] bytes = BoundedOpen.bytes(in, MAX_METADATA_BYTES);
            byte[] object = bytes.length > MAX_METADATA_BYTES ? null : EntryFacts.wellFormed(bytes);
            if (object != null) {
                RawJson json = RawJson.wrap(object, 0, object.length);
                charge(json, kept, session.sessionDirectory().resolve(file));
                return Optional.of(json);
            }
            log.debug("{} is too long, or no JSON object", Printable.of(file));
        } catch (IOException e) {
            log.debug("{} cannot be used: {}", Printable.of(file), e.getClass().getName());
        }
        return Optional.empty();
    }

    /** Takes what {@link #subagent} keeps from a budget. */
    static void charge(RawJson metadata, CallBudget kept, @Nullable Path file) {
        kept.take((long) KEPT_PER_BYTE * metadata.size(), file);
    }

    static Subagent subagent(String agentId, Optional<RawJson> metadata) {
        Optional<ShallowObject> fields = metadata.map(ShallowObject::of);
        return new Subagent(
                agentId, text(fields, "agentType"), text(fields, "toolUseId"), text(fields, "parentAgentId"), metadata);
    }

    private static Optional<String> text(Optional<ShallowObject> fields, String field) {
        return fields.flatMap(all -> all.string(field)).filter(text -> !text.isEmpty());
    }
}

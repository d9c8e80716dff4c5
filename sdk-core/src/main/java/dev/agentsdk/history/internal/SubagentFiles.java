package dev.agentsdk.history.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.history.Subagent;
import dev.agentsdk.internal.Json;
import dev.agentsdk.message.RawJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
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

    /** The CLI's own have some hundred bytes. */
    private static final int MAX_METADATA_BYTES = 1024 * 1024;

    private SubagentFiles() {}

    /** The files by their subpath: {@code subagents/…/agent-<id>}, with forward slashes and without the suffix. */
    static Map<String, Path> of(SessionFile session) throws IOException {
        Map<String, Path> found = new TreeMap<>();
        Path directory = session.sessionDirectory();
        Path root = directory.resolve("subagents");
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                || !Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            return found;
        }
        Files.walkFileTree(root, EnumSet.noneOf(FileVisitOption.class), MAX_DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = SessionFiles.nameOf(file);
                if (attributes.isRegularFile() && attributes.size() > 0 && agentId(name) != null) {
                    found.put(subpath(directory, file), file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                if (!(failure instanceof NoSuchFileException)) {
                    log.warn("Subagents in {} are left out: {}", file, failure.toString());
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static String subpath(Path directory, Path file) {
        StringBuilder path = new StringBuilder();
        for (Path part : directory.relativize(file)) {
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

    /** What the file beside a transcript says; empty if it is missing, or no JSON object. */
    static Optional<RawJson> metadata(Path transcript) {
        String name = SessionFiles.nameOf(transcript);
        Path file = transcript.resolveSibling(
                name.substring(0, name.length() - SessionFiles.SUFFIX.length()) + ".meta.json");
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(MAX_METADATA_BYTES);
            JsonNode tree = Json.tree(bytes, 0, bytes.length);
            if (tree != null && tree.isObject()) {
                return Optional.of(RawJson.wrap(bytes, 0, bytes.length));
            }
            log.debug("{} is no JSON object", file);
        } catch (IOException e) {
            log.debug("{} cannot be used: {}", file, e.getClass().getName());
        }
        return Optional.empty();
    }

    static Subagent subagent(String agentId, Optional<RawJson> metadata) {
        JsonNode tree =
                metadata.map(RawJson::tree).orElseGet(() -> Json.mapper().createObjectNode());
        return new Subagent(
                agentId, text(tree, "agentType"), text(tree, "toolUseId"), text(tree, "parentAgentId"), metadata);
    }

    private static Optional<String> text(JsonNode tree, String field) {
        JsonNode value = tree.path(field);
        return value.isTextual() && !value.textValue().isEmpty() ? Optional.of(value.textValue()) : Optional.empty();
    }
}

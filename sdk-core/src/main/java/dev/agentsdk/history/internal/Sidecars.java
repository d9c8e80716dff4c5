package dev.agentsdk.history.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.json.internal.Printable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the CLI keeps of a session in files beside its transcript, in the directory of the session: {@code archived.json}, by
 * which an archived one is known, and {@code custom-title.json}, the title.
 *
 * @param archivedAt when it was archived; null if it is not, or the file cannot be used
 * @param title the title; null if there is none, or the file cannot be used
 */
record Sidecars(@Nullable Instant archivedAt, @Nullable String title) {

    static final Sidecars NONE = new Sidecars(null, null);

    private static final Logger log = LoggerFactory.getLogger(Sidecars.class);

    private static final String ARCHIVE = "archived.json";
    private static final String TITLE = "custom-title.json";

    /** The CLI reads no longer mark of an archive either. */
    private static final int MAX_BYTES = 4096;

    private static final int MAX_TITLE_CHARS = 200;

    /** Reads both. Most sessions have neither. */
    static Sidecars read(OpenDirectory project, SessionFile session) throws ClosedByInterruptException {
        try (OpenDirectory directory = project.directory(project.name(session.sessionId()))) {
            return new Sidecars(archivedAt(object(directory, ARCHIVE)), title(object(directory, TITLE)));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return NONE;
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            log.debug("{} cannot be used: {}", Printable.of(session.sessionDirectory()), SessionFiles.reason(e));
            return NONE;
        }
    }

    /** Null if there is no such file, or it cannot be used. */
    private static @Nullable JsonNode object(OpenDirectory directory, String name) throws ClosedByInterruptException {
        try (SeekableByteChannel in = directory.file(directory.name(name), StandardOpenOption.READ)) {
            byte[] bytes = BoundedOpen.bytes(in, MAX_BYTES);
            if (bytes.length <= MAX_BYTES) {
                return Json.tree(bytes, 0, bytes.length);
            }
            log.debug("{} in {} is too long", name, Printable.of(directory.path()));
        } catch (NoSuchFileException e) {
            return null;
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            log.debug("{} in {} cannot be used: {}", name, Printable.of(directory.path()), SessionFiles.reason(e));
        }
        return null;
    }

    private static @Nullable Instant archivedAt(@Nullable JsonNode mark) {
        if (mark == null || !mark.path("archived").booleanValue()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(mark.path("at").asText()).toInstant();
        } catch (DateTimeException e) {
            log.debug("A mark of an archived session has no time");
            return null;
        }
    }

    private static @Nullable String title(@Nullable JsonNode file) {
        String text = file == null ? null : file.path("customTitle").textValue();
        if (text == null) {
            return null;
        }
        StringBuilder title = new StringBuilder();
        text.codePoints()
                .filter(c -> Character.getType(c) != Character.CONTROL)
                .limit(MAX_TITLE_CHARS)
                .forEach(title::appendCodePoint);
        return SessionDigest.nonEmpty(title.toString().strip());
    }

    /** Writes the mark of an archive, in one step. */
    static void archive(SessionFile session, boolean archived) throws IOException {
        Map<String, Object> mark = new LinkedHashMap<>();
        mark.put("archived", archived);
        mark.put("at", Lines.now());
        mark.put("by", "sdk");
        try (OpenDirectory project = session.project().open();
                OpenDirectory directory = sessionDirectory(project, session)) {
            PrivateFiles.writeLinesAtomically(directory, directory.name(ARCHIVE), List.of(Json.encode(mark)));
        }
    }

    private static OpenDirectory sessionDirectory(OpenDirectory project, SessionFile session) throws IOException {
        Path name = project.name(session.sessionId());
        try {
            return project.directory(name);
        } catch (NoSuchFileException e) {
            Path path = session.sessionDirectory();
            try {
                // By its path, since a directory cannot be made through an open one. If the path leads elsewhere by
                // now, what is opened below does not exist, and nothing is written.
                Files.createDirectory(path, PrivateFiles.ofDirectory(path));
            } catch (FileAlreadyExistsException exists) {
                log.trace("The CLI has made {} meanwhile", Printable.of(path));
            }
            return project.directory(name);
        }
    }
}

package dev.agentsdk.history.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.internal.Json;
import dev.agentsdk.internal.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
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

/** The file {@code archived.json} in the directory of a session, by which the CLI knows an archived one. */
final class ArchiveMark {

    private static final Logger log = LoggerFactory.getLogger(ArchiveMark.class);

    private static final String NAME = "archived.json";

    /** The CLI reads no longer one either. */
    private static final int MAX_BYTES = 4096;

    private ArchiveMark() {}

    /** When the session was archived; null if it is not, or the file cannot be used. */
    static @Nullable Instant read(SessionFile session) throws ClosedByInterruptException {
        try (OpenDirectory project = session.project().open();
                OpenDirectory directory = project.directory(project.name(session.sessionId()));
                InputStream in =
                        Channels.newInputStream(directory.file(directory.name(NAME), StandardOpenOption.READ))) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            JsonNode mark = bytes.length > MAX_BYTES ? null : Json.tree(bytes, 0, bytes.length);
            if (mark == null
                    || !mark.path("archived").isBoolean()
                    || !mark.path("at").isTextual()) {
                log.debug("The mark in {} is not one of an archive", Printable.of(session.sessionDirectory()));
                return null;
            }
            Instant at = OffsetDateTime.parse(mark.path("at").textValue()).toInstant();
            return mark.path("archived").booleanValue() ? at : null;
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Most sessions were never archived.
            return null;
        } catch (DateTimeException e) {
            log.debug("The mark in {} has no time", Printable.of(session.sessionDirectory()));
            return null;
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            log.debug(
                    "The mark in {} cannot be used: {}",
                    Printable.of(session.sessionDirectory()),
                    SessionFiles.reason(e));
            return null;
        }
    }

    /** Writes the mark, in one step. */
    static void write(SessionFile session, boolean archived) throws IOException {
        Map<String, Object> mark = new LinkedHashMap<>();
        mark.put("archived", archived);
        mark.put("at", Lines.now());
        mark.put("by", "sdk");
        try (OpenDirectory project = session.project().open();
                OpenDirectory directory = sessionDirectory(project, session)) {
            PrivateFiles.writeLinesAtomically(directory, directory.name(NAME), List.of(Json.encode(mark)));
        }
    }

    private static OpenDirectory sessionDirectory(OpenDirectory project, SessionFile session) throws IOException {
        Path name = project.name(session.sessionId());
        try {
            return project.directory(name);
        } catch (NoSuchFileException e) {
            Path path = session.sessionDirectory();
            try {
                // By its path, since a directory cannot be made through an open one. If that leads elsewhere by now,
                // what
                // is opened below is not there, and nothing is written.
                Files.createDirectory(path, PrivateFiles.ofDirectory(path));
            } catch (FileAlreadyExistsException exists) {
                log.trace("The CLI has made {} meanwhile", Printable.of(path));
            }
            return project.directory(name);
        }
    }
}

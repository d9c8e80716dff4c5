package dev.agentsdk.history.internal;

import com.fasterxml.jackson.core.JsonToken;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.FieldReader;
import dev.agentsdk.json.internal.Utf8Lines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a CLI that was started with {@code --session-mirror} has written to a transcript (wire type
 * {@code transcript_mirror}, seen from {@code claude} 2.1).
 *
 * @param filePath the transcript
 * @param entries what was added to it; slices of the line
 */
public record MirrorFrame(String filePath, List<RawJson> entries) {

    /** The wire type. */
    public static final String TYPE = "transcript_mirror";

    /** Less than any entry of a transcript has. Thousands of shorter ones take a multiple of the line in memory. */
    private static final int MIN_ENTRY_BYTES = 32;

    /**
     * Parses a frame.
     *
     * @param line the line, owned by the frame from now on
     * @return the frame
     * @throws IOException if it is none
     */
    public static MirrorFrame parse(byte[] line) throws IOException {
        try {
            return parseAsItStands(line);
        } catch (IOException e) {
            // Malformed UTF-8 is the reader's to repair, as in any other line.
            return parseAsItStands(Utf8Lines.repaired(line));
        }
    }

    /**
     * The session that a message names as the one that the agent works in: that of {@code system/init}, or the new one of
     * {@code conversation_reset}.
     *
     * @param line a line of type {@code system} or {@code conversation_reset}
     * @return the id as the agent wrote it; null if the message names none
     */
    public static @Nullable String announcedBy(byte[] line) {
        String subtype = null;
        String sessionId = null;
        String reset = null;
        try (FieldReader in = FieldReader.on(line)) {
            in.enterObject();
            boolean open = true;
            for (String field = in.nextField(); field != null; field = open ? in.nextField() : null) {
                switch (field) {
                    case "new_conversation_id" -> reset = in.stringOrSkip();
                    case "subtype" -> subtype = in.stringOr("");
                    case "session_id" -> sessionId = in.stringOrSkip();
                    default -> in.skip();
                }
                // Most system messages are others, and long.
                open = reset == null && (subtype == null || (subtype.equals("init") && sessionId == null));
            }
            in.finish();
        } catch (IOException e) {
            // The consumer reports such a line in its place among the messages.
            return null;
        }
        return reset != null ? reset : "init".equals(subtype) ? sessionId : null;
    }

    private static MirrorFrame parseAsItStands(byte[] line) throws IOException {
        try (FieldReader in = FieldReader.on(line)) {
            in.enterObject();
            String filePath = null;
            List<RawJson> entries = null;
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                switch (field) {
                    case "filePath" -> filePath = in.string();
                    case "entries" -> entries = entries(in, line.length / MIN_ENTRY_BYTES);
                    default -> in.skip();
                }
            }
            in.requireEnd();
            return new MirrorFrame(in.present(filePath, "filePath"), in.present(entries, "entries"));
        }
    }

    private static List<RawJson> entries(FieldReader in, int most) throws IOException {
        if (in.token() != JsonToken.START_ARRAY) {
            throw in.unexpected("an array");
        }
        List<RawJson> entries = new ArrayList<>();
        while (in.nextElement() != JsonToken.END_ARRAY) {
            in.requireObject();
            if (entries.size() >= FieldReader.MAX_ELEMENTS && entries.size() >= most) {
                throw in.unexpected("a list of transcript entries");
            }
            entries.add(in.capture());
        }
        return entries;
    }
}

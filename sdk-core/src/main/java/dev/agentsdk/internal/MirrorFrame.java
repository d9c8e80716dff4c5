package dev.agentsdk.internal;

import com.fasterxml.jackson.core.JsonToken;
import dev.agentsdk.message.RawJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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
            return parseAsItStands(FrameRouter.repaired(line));
        }
    }

    private static MirrorFrame parseAsItStands(byte[] line) throws IOException {
        try (FieldReader in = FieldReader.on(line)) {
            in.enterObject();
            String filePath = null;
            List<RawJson> entries = null;
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                switch (field) {
                    case "filePath" -> filePath = in.string();
                    case "entries" -> entries = entries(in);
                    default -> in.skip();
                }
            }
            in.requireEnd();
            return new MirrorFrame(in.present(filePath, "filePath"), in.present(entries, "entries"));
        }
    }

    private static List<RawJson> entries(FieldReader in) throws IOException {
        if (in.token() != JsonToken.START_ARRAY) {
            throw in.unexpected("an array");
        }
        List<RawJson> entries = new ArrayList<>();
        while (in.nextElement() != JsonToken.END_ARRAY) {
            in.requireObject();
            entries.add(in.capture());
        }
        return entries;
    }
}

package dev.agentsdk.history.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import dev.agentsdk.json.internal.JsonCopy;
import dev.agentsdk.json.internal.LineParser;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the ids of entries wherever an entry names another one, in whatever field: CLIs add such fields with every
 * version. An id that names no entry stays.
 */
final class EntryIds {

    private static final int UUID_CHARS = 36;

    private final Map<String, String> newIds;

    /** Replaces ids by others. */
    EntryIds(Map<String, String> newIds) {
        this.newIds = newIds;
    }

    /** The new id of an entry; the same one if it has no other. */
    String of(String id) {
        return newIds.getOrDefault(id, id);
    }

    /**
     * Copies the value whose first token is the current one, with new ids in it.
     *
     * @param name the field that it, or the list it stands in, is the value of
     * @param in stands at its last token afterwards
     * @param out gets it
     */
    void copy(String name, LineParser in, JsonGenerator out) throws IOException {
        copy(isNameOfIds(name), in, out);
    }

    /** Objects and lists are as deep as the parser lets them be, at the most. */
    private void copy(boolean ids, LineParser in, JsonGenerator out) throws IOException {
        JsonToken token = in.currentToken();
        if (token == JsonToken.START_OBJECT) {
            out.writeStartObject();
            for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
                in.nextToken();
                field(field, in, out);
            }
            out.writeEndObject();
        } else if (token == JsonToken.START_ARRAY) {
            out.writeStartArray();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                copy(ids, in, out);
            }
            out.writeEndArray();
        } else {
            String id = newId(ids, in);
            if (id != null) {
                out.writeString(id);
            } else {
                JsonCopy.value(in, out);
            }
        }
    }

    /** Copies a field of an object within an entry. Its name may be the id of an entry. */
    void field(String name, LineParser in, JsonGenerator out) throws IOException {
        String id = SessionIds.isUuid(name) ? newIds.get(name) : null;
        out.writeFieldName(id == null ? name : id);
        copy(isNameOfIds(name), in, out);
    }

    /** Null if it is no id of an entry. An id that is no UUID counts only in a field that is named as one. */
    private @Nullable String newId(boolean ids, LineParser in) throws IOException {
        if (in.currentToken() != JsonToken.VALUE_STRING || !(ids || in.getTextLength() == UUID_CHARS)) {
            return null;
        }
        String text = in.getText();
        return ids || SessionIds.isUuid(text) ? newIds.get(text) : null;
    }

    private static boolean isNameOfIds(String name) {
        return endsWith(name, "uuid") || endsWith(name, "uuids");
    }

    private static boolean endsWith(String name, String end) {
        return name.regionMatches(true, name.length() - end.length(), end, 0, end.length());
    }
}

package dev.agentsdk.history.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the ids of entries wherever an entry names another one, in whatever field: CLIs add such fields with every
 * version. An id that names no entry stays. What was said, in messages and in the results of tools, is not changed.
 */
final class EntryIds {

    private static final Set<String> CONTENT = Set.of("message", "toolUseResult");

    private final Map<String, String> newIds;

    /** Replaces ids by others. */
    EntryIds(Map<String, String> newIds) {
        this.newIds = newIds;
    }

    /** Replaces the ids in an entry, or in an array of values that belong to one. */
    void replaceIn(JsonNode entry) {
        if (entry instanceof ObjectNode object) {
            for (String field : fields(object)) {
                if (!CONTENT.contains(field)) {
                    replace(object, field);
                }
            }
        } else if (entry instanceof ArrayNode array) {
            replace(array, "");
        }
    }

    private void replace(ObjectNode object, String field) {
        JsonNode value = object.path(field);
        if (value.isContainerNode()) {
            replaceBelow(value, field);
        } else {
            String id = newId(value, field);
            if (id != null) {
                object.put(field, id);
            }
        }
    }

    private void replaceBelow(JsonNode node, String name) {
        if (node instanceof ObjectNode object) {
            for (String field : fields(object)) {
                replace(object, field);
                String id = SessionIds.isUuid(field) ? newIds.get(field) : null;
                if (id != null) {
                    object.set(id, object.remove(field));
                }
            }
        } else if (node instanceof ArrayNode array) {
            replace(array, name);
        }
    }

    private void replace(ArrayNode array, String name) {
        for (int i = 0; i < array.size(); i++) {
            JsonNode value = array.get(i);
            String id = newId(value, name);
            if (id != null) {
                array.set(i, TextNode.valueOf(id));
            } else {
                replaceBelow(value, name);
            }
        }
    }

    /** Null if it is no id of an entry. An id that is no UUID counts only in a field that is named as one. */
    private @Nullable String newId(JsonNode value, String name) {
        String text = value.textValue();
        if (text == null) {
            return null;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return SessionIds.isUuid(text) || lower.endsWith("uuid") || lower.endsWith("uuids") ? newIds.get(text) : null;
    }

    private static List<String> fields(ObjectNode object) {
        List<String> names = new ArrayList<>(object.size());
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}

package dev.agentsdk.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A sealed interface of records. A property says which record a value is.
 *
 * @param property the name of that property
 * @param members the records, by the value of that property; filled after it is made
 */
record UnionShape(String property, Map<String, ObjectShape> members) implements ShapeNode {

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JSON.objectNode();
        List<ObjectNode> all = new ArrayList<>();
        members.values().forEach(member -> all.add(member.schema()));
        schema.putArray("anyOf").addAll(all);
        return schema;
    }

    @Override
    public JsonNode prepare(JsonNode value, boolean lenient) {
        ObjectShape member = members.get(value.path(property).asText());
        return member == null ? value : member.prepare(value, lenient);
    }

    @Override
    public Object read(JsonNode value, ValuePath path) throws Unreadable {
        ObjectShape member = members.get(value.path(property).asText());
        if (member == null) {
            throw new Unreadable(path.member(property), "must be one of " + members.keySet());
        }
        return member.read(value, path);
    }
}

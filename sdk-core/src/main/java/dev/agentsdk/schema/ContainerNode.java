package dev.agentsdk.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Lists and maps. */
sealed interface ContainerNode extends ShapeNode {

    /**
     * A list, a set or an array.
     *
     * @param element what it is of
     * @param unique whether no two elements may be equal
     * @param collect makes the Java value
     */
    record ListNode(ShapeNode element, boolean unique, Function<List<Object>, Object> collect)
            implements ContainerNode {

        static ListNode list(ShapeNode element) {
            return new ListNode(element, false, Collections::unmodifiableList);
        }

        static ListNode set(ShapeNode element) {
            return new ListNode(element, true, list -> Collections.unmodifiableSet(new LinkedHashSet<>(list)));
        }

        static ListNode array(ShapeNode element, Class<?> type) {
            return new ListNode(element, false, list -> {
                Object array = Array.newInstance(type, list.size());
                for (int i = 0; i < list.size(); i++) {
                    Array.set(array, i, list.get(i));
                }
                return array;
            });
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = ShapeNode.ofType("array");
            schema.set("items", element.schema());
            if (unique) {
                schema.put("uniqueItems", true);
            }
            return schema;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // whether it was changed
        public JsonNode prepare(JsonNode value, boolean lenient) {
            if (!value.isArray()) {
                return value;
            }
            ArrayNode changed = JSON.arrayNode();
            boolean same = true;
            for (JsonNode one : value) {
                JsonNode prepared = element.prepare(one, lenient);
                same &= prepared == one;
                changed.add(prepared);
            }
            return same ? value : changed;
        }

        @Override
        public Object read(JsonNode value, ValuePath path) throws Unreadable {
            List<Object> list = new ArrayList<>(value.size());
            for (JsonNode one : value) {
                list.add(element.read(one, path.element(list.size())));
            }
            return collect.apply(list);
        }
    }

    /**
     * A map from text.
     *
     * @param element what it is to
     */
    record MapNode(ShapeNode element) implements ContainerNode {
        @Override
        public ObjectNode schema() {
            ObjectNode schema = ShapeNode.ofType("object");
            schema.set("additionalProperties", element.schema());
            return schema;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // whether it was changed
        public JsonNode prepare(JsonNode value, boolean lenient) {
            if (!value.isObject()) {
                return value;
            }
            ObjectNode changed = JSON.objectNode();
            boolean same = true;
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                JsonNode prepared = element.prepare(entry.getValue(), lenient);
                same &= prepared == entry.getValue();
                changed.set(entry.getKey(), prepared);
            }
            return same ? value : changed;
        }

        @Override
        public Object read(JsonNode value, ValuePath path) throws Unreadable {
            Map<String, Object> map = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                map.put(entry.getKey(), element.read(entry.getValue(), path.member(entry.getKey())));
            }
            return Collections.unmodifiableMap(map);
        }
    }
}

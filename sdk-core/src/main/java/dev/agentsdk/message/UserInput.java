package dev.agentsdk.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.message.internal.ContentChecks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message of the user, with all that can be said about it. Immutable; made by {@link #of} and changed copies. For plain
 * text there are shorter ways, such as {@link dev.agentsdk.AgentSession#send(String)}.
 */
public final class UserInput {

    private final Object content;
    private final Map<String, Object> fields;

    private UserInput(Object content, Map<String, Object> fields) {
        this.content = content;
        this.fields = Collections.unmodifiableMap(fields);
    }

    /**
     * Plain text.
     *
     * @param text the text, not blank
     * @return the message
     * @throws IllegalArgumentException if it is empty or blank: the API refuses it, and every later request of a session
     */
    public static UserInput of(String text) {
        ContentChecks.text(ContentChecks.USER_MESSAGE, text);
        return new UserInput(text, Map.of());
    }

    /**
     * Text, images and documents.
     *
     * @param parts the parts in their order, at least one
     * @return the message
     * @throws IllegalArgumentException if there is none
     */
    public static UserInput of(List<UserContent> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("A user message must have at least one part.");
        }
        List<Object> blocks = new ArrayList<>();
        parts.forEach(part -> blocks.add(part.toJson()));
        return new UserInput(Collections.unmodifiableList(blocks), Map.of());
    }

    /**
     * Text, images and documents.
     *
     * @param parts the parts in their order, at least one
     * @return the message
     * @throws IllegalArgumentException if there is none
     */
    public static UserInput of(UserContent... parts) {
        return of(List.of(parts));
    }

    private UserInput with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new UserInput(content, more);
    }

    /**
     * Gives the message an id of your own, by which it is told apart in results, and to which files can be rewound.
     *
     * @param uuid a UUID that no message of the session has yet: {@code claude} 2.1.329 drops a second message with the
     *     same, without a word and without a result
     * @return a changed copy
     */
    public UserInput withUuid(String uuid) {
        if (Printable.isBlank(uuid)) {
            throw new IllegalArgumentException("The uuid of a user message must not be blank.");
        }
        return with("uuid", uuid);
    }

    /**
     * Says when its turn comes, if one runs. Newer CLIs. Measured on {@code claude} 2.1: {@code now} cuts the running turn.
     *
     * @param when {@code now}, {@code next}, {@code later} or newer
     * @return a changed copy
     */
    public UserInput withPriority(String when) {
        if (Printable.isBlank(when)) {
            throw new IllegalArgumentException("The priority of a user message must not be blank.");
        }
        return with("priority", when);
    }

    /**
     * Says that a human wrote it. Only this origin is believed when an application says it.
     *
     * @return a changed copy
     */
    public UserInput fromHuman() {
        return with("origin", Map.of("kind", "human"));
    }

    /**
     * Has the text taken as it is: no {@code @path} and no {@code /command} in it is carried out. Newer CLIs; older ones
     * pass over it.
     *
     * @return a changed copy
     */
    public UserInput verbatim() {
        return with("client_composed", true);
    }

    /**
     * Puts it into the conversation without beginning a turn. Newer CLIs; older ones begin one. {@code claude} 2.1.332
     * confirms it with an empty result, which {@code receiveResponse()} passes over; among all messages it can be seen.
     *
     * @return a changed copy
     */
    public UserInput withoutTurn() {
        return with("shouldQuery", false);
    }

    /**
     * Whether it begins a turn.
     *
     * @return false after {@link #withoutTurn()}
     */
    public boolean beginsTurn() {
        return !Boolean.FALSE.equals(fields.get("shouldQuery"));
    }

    /**
     * The content as the API takes it.
     *
     * @return a string, or a list of blocks as maps
     */
    public Object content() {
        return content;
    }

    /**
     * The types of the content blocks.
     *
     * @return for example {@code text} and {@code image}, in their order
     */
    public List<String> blockTypes() {
        if (!(content instanceof List<?> blocks)) {
            return List.of("text");
        }
        List<String> types = new ArrayList<>();
        for (Object block : blocks) {
            Object type = block instanceof Map<?, ?> fields ? fields.get("type") : null;
            types.add(type instanceof JsonNode node ? node.asText() : String.valueOf(type));
        }
        return List.copyOf(types);
    }

    /**
     * The other fields of the message.
     *
     * @return only what is set
     */
    public Map<String, Object> fields() {
        return fields;
    }

    /**
     * The names of what is set, and no content.
     *
     * @return for logs and debuggers
     */
    @Override
    public String toString() {
        return "UserInput[" + (content instanceof List<?> parts ? parts.size() + " parts" : "text") + ", "
                + fields.keySet() + "]";
    }
}

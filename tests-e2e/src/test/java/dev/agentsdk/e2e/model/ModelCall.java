package dev.agentsdk.e2e.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a CLI asked the model.
 *
 * @param path the path that was called
 * @param body the request
 * @param script what the prompt tells the model to answer; empty for a call that the CLI makes on its own account
 * @param index how many answers the script has given before, seen from the conversation in the request
 */
public record ModelCall(String path, JsonNode body, Optional<ModelScript> script, int index) {

    static ModelCall of(String path, JsonNode body) {
        List<JsonNode> messages = new ArrayList<>();
        body.path("messages").forEach(messages::add);
        for (int i = messages.size() - 1; i >= 0; i--) {
            JsonNode message = messages.get(i);
            if (role(message).equals("user")) {
                Optional<ModelScript> script = ModelScript.in(text(message));
                if (script.isPresent()) {
                    return new ModelCall(path, body, script, answersIn(messages.subList(i + 1, messages.size())));
                }
            }
        }
        return new ModelCall(path, body, Optional.empty(), 0);
    }

    /** Neighbours count once: some CLIs split an answer into a message for each block. */
    private static int answersIn(List<JsonNode> messages) {
        int answers = 0;
        String before = "user";
        for (JsonNode message : messages) {
            if (role(message).equals("assistant") && !before.equals("assistant")) {
                answers++;
            }
            before = role(message);
        }
        return answers;
    }

    private static String role(JsonNode message) {
        return message.path("role").asText();
    }

    /** {@return the text of a message, without the results of tools} */
    private static String text(JsonNode message) {
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            return content.asText();
        }
        StringBuilder text = new StringBuilder();
        content.forEach(block -> text.append(block.path("text").asText("")).append('\n'));
        return text.toString();
    }

    /** {@return the model that was asked} */
    public String model() {
        return body.path("model").asText();
    }

    /** {@return whether the answer is to be streamed} */
    public boolean streaming() {
        return body.path("stream").asBoolean();
    }

    /** {@return the text of all messages, with the results of tools, as the CLI sent them} */
    public String conversation() {
        return body.path("messages").toString();
    }

    /** {@return the names of the tools that the model may call} */
    public List<String> tools() {
        List<String> names = new ArrayList<>();
        body.path("tools")
                .forEach(tool -> names.add(
                        tool.has("function")
                                ? tool.path("function").path("name").asText()
                                : tool.path("name").asText()));
        return names;
    }
}

package dev.agentsdk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentsdk.AgentSession;
import dev.agentsdk.options.AgentOptions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The agent's side of a session in memory: it asks, and sees what was answered. */
final class Wire {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final InMemoryTransport transport;
    private final AtomicInteger ids = new AtomicInteger();

    Wire(InMemoryTransport transport) {
        this.transport = transport;
    }

    /** Opens a session and takes the handshake off the wire. */
    static AgentSession open(InMemoryTransport transport, AgentOptions.Builder options) {
        AgentSession session =
                AgentSession.open(options.transport(transport.factory()).build());
        assertThat(new Wire(transport).sent().path("request").path("subtype").asText())
                .isEqualTo("initialize");
        return session;
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** The next line that the session has sent. */
    JsonNode sent() {
        return transport.awaitSent(PATIENCE).tree();
    }

    /** Sends a control request. Single quotes in the fields become double ones. */
    String ask(String subtype, String fields) {
        String id = "cli-" + ids.incrementAndGet();
        askAs(id, subtype, fields);
        return id;
    }

    void askAs(String id, String subtype, String fields) {
        // Not through a tree, which would write numbers anew.
        String rest = fields.replace('\'', '"').substring(1);
        transport.emit("{\"type\":\"control_request\",\"request_id\":\"" + id + "\",\"request\":{\"subtype\":\""
                + subtype + "\"" + (rest.startsWith("}") ? "" : ",") + rest + "}");
    }

    /** Takes a request back. */
    void cancel(String id) {
        transport.emit("{\"type\":\"control_cancel_request\",\"request_id\":\"" + id + "\"}");
    }

    /** The answer to a request, which must be the next line. */
    JsonNode answerTo(String id) {
        JsonNode response = sent().path("response");
        assertThat(response.path("request_id").asText()).isEqualTo(id);
        return response;
    }

    /** The successful answer to a request. */
    JsonNode successOf(String id) {
        JsonNode response = answerTo(id);
        assertThat(response.path("subtype").asText()).as(response.toString()).isEqualTo("success");
        return response.path("response");
    }

    /** The error that answers a request. */
    String errorOf(String id) {
        JsonNode response = answerTo(id);
        assertThat(response.path("subtype").asText()).as(response.toString()).isEqualTo("error");
        return response.path("error").asText();
    }

    /** Answers a request of the session. */
    void answer(JsonNode request, String body) {
        transport.emit("{\"type\":\"control_response\",\"response\":{\"subtype\":\"success\",\"request_id\":"
                + request.path("request_id") + ",\"response\":" + body.replace('\'', '"') + "}}");
    }
}

package dev.agentsdk.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentsdk.AgentSession;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.testing.InMemoryTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An agent that talks with a server called "calc". Single quotes in messages become double ones. */
final class Tunnel {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final InMemoryTransport transport = new InMemoryTransport();
    private final Map<String, JsonNode> answers = new HashMap<>();
    private final List<String> fromServer = new ArrayList<>();
    private JsonNode handshake = JSON.nullNode();
    private int asked;

    AgentSession open(AgentOptions.Builder options) {
        AgentSession session =
                AgentSession.open(options.transport(transport.factory()).build());
        handshake = transport.awaitSent(PATIENCE).tree();
        return session;
    }

    JsonNode handshake() {
        return handshake;
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a message to the server. Gives the id of the control request. */
    String send(String message) {
        String id = "cli-" + ++asked;
        transport.emit("{\"type\":\"control_request\",\"request_id\":\"" + id
                + "\",\"request\":{\"subtype\":\"mcp_message\",\"server_name\":\"calc\",\"message\":"
                + message.replace('\'', '"') + "}}");
        return id;
    }

    /** Takes a control request back. */
    void takeBack(String id) {
        transport.emit("{\"type\":\"control_cancel_request\",\"request_id\":\"" + id + "\"}");
    }

    /** The server's response to a message, whatever is answered before it. */
    JsonNode responseTo(String id) {
        while (!answers.containsKey(id)) {
            JsonNode line = transport.awaitSent(PATIENCE).tree();
            if (line.path("type").asText().equals("control_request")) {
                take(line);
                continue;
            }
            JsonNode response = line.path("response");
            assertThat(response.path("subtype").asText()).isEqualTo("success");
            answers.put(
                    response.path("request_id").asText(),
                    response.path("response").path("mcp_response"));
        }
        return answers.get(id);
    }

    /** Takes a message of the server, and answers a request as claude does: a ping, and no other. */
    private void take(JsonNode line) {
        transport.emit("{\"type\":\"control_response\",\"response\":{\"subtype\":\"success\",\"request_id\":"
                + line.path("request_id") + ",\"response\":{}}}");
        JsonNode request = line.path("request");
        assertThat(request.path("subtype").asText()).isEqualTo("mcp_message");
        assertThat(request.path("server_name").asText()).isEqualTo("calc");
        JsonNode message = request.path("message");
        fromServer.add(message.path("method").asText());
        if (message.has("id")) {
            String outcome = message.path("method").asText().equals("ping")
                    ? "'result':{}"
                    : "'error':{'code':-32601,'message':'Method not found'}";
            send("{'jsonrpc':'2.0','id':" + message.path("id") + "," + outcome + "}");
        }
    }

    /** The methods of the messages that the server has sent, in their order. */
    List<String> fromServer() {
        return List.copyOf(fromServer);
    }

    JsonNode rpc(String message) {
        return responseTo(send(message));
    }

    void shakeHands() {
        assertThat(rpc("{'jsonrpc':'2.0','id':0,'method':'initialize','params':{'protocolVersion':'2025-11-25',"
                                + "'capabilities':{},'clientInfo':{'name':'cli','version':'2.1.0'}}}")
                        .path("result")
                        .path("protocolVersion")
                        .asText())
                .isEqualTo("2025-11-25");
        assertThat(rpc("{'jsonrpc':'2.0','method':'notifications/initialized'}").path("result"))
                .isEqualTo(json("{}"));
    }

    static String call(String id, String tool, String arguments) {
        return "{'jsonrpc':'2.0','id':" + id + ",'method':'tools/call','params':{'name':'" + tool + "','arguments':"
                + arguments + ",'_meta':{'claudecode/toolUseId':'toolu_1'}}}";
    }
}

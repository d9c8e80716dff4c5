package dev.agentsdk.e2e.model;

import static dev.agentsdk.e2e.model.ModelReply.longText;
import static dev.agentsdk.e2e.model.ModelReply.text;
import static dev.agentsdk.e2e.model.ModelReply.tool;
import static dev.agentsdk.e2e.model.ModelScript.prompt;
import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentsdk.e2e.model.ModelReply.Ending;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The model server itself: what the tests on real CLIs rely on. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ModelServerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ModelServer server = new ModelServer();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpRequest request(String path, boolean stream, Object... messages) throws IOException {
        Map<String, Object> body = Map.of("model", "m", "stream", stream, "messages", List.of(messages));
        return HttpRequest.newBuilder(URI.create(server.url() + path))
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build();
    }

    private HttpResponse<String> post(String path, boolean stream, Object... messages)
            throws IOException, InterruptedException {
        return client.send(request(path, stream, messages), BodyHandlers.ofString());
    }

    private static Map<String, Object> user(String text) {
        return Map.of("role", "user", "content", text);
    }

    private static Map<String, Object> assistant(String text) {
        return Map.of("role", "assistant", "content", List.of(Map.of("type", "text", "text", text)));
    }

    private static List<JsonNode> events(String stream) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : stream.lines().toList()) {
            if (line.startsWith("data: {")) {
                events.add(JSON.readTree(line.substring(6)));
            }
        }
        return events;
    }

    @Test
    void thePromptSaysWhatIsAnsweredCallByCall() throws Exception {
        String prompt = prompt("Do it @home", tool("Bash", Map.of("command", "ls @")), text("Done."));

        JsonNode first = JSON.readTree(post("/v1/messages", false, user(prompt)).body());
        JsonNode second =
                JSON.readTree(post("/v1/messages", false, user(prompt), assistant("tool"), user("tool result"))
                        .body());
        JsonNode third = JSON.readTree(
                post("/v1/messages", false, user(prompt), assistant("a"), user("b"), assistant("c"), user("d"))
                        .body());

        assertThat(first.at("/content/0/input/command").asText()).isEqualTo("ls @");
        assertThat(first.path("stop_reason").asText()).isEqualTo("tool_use");
        assertThat(second.at("/content/0/text").asText()).isEqualTo("Done.");
        assertThat(second.path("stop_reason").asText()).isEqualTo("end_turn");
        assertThat(third.at("/content/0/text").asText()).isEqualTo(ModelScript.PAST_THE_END);
        assertThat(server.scriptedCalls()).extracting(ModelCall::index).containsExactly(0, 1, 2);
    }

    @Test
    void theNewestScriptCounts() throws Exception {
        JsonNode answer = JSON.readTree(post(
                        "/v1/messages",
                        false,
                        user(prompt("old", text("Old"))),
                        assistant("Old"),
                        user(prompt("new", text("New"))))
                .body());

        assertThat(answer.at("/content/0/text").asText()).isEqualTo("New");
    }

    @Test
    void aMessageIsStreamedInPieces() throws Exception {
        List<JsonNode> events = events(
                post("/v1/messages", true, user(prompt("Go", longText(10_000)))).body());

        assertThat(events.get(0).path("type").asText()).isEqualTo("message_start");
        assertThat(events.get(events.size() - 1).path("type").asText()).isEqualTo("message_stop");
        String said =
                events.stream().map(event -> event.at("/delta/text").asText("")).collect(Collectors.joining());
        assertThat(said).hasSize(10_000).startsWith("This is line 1\nThis is line 2\n");
    }

    @Test
    void aCompletionIsStreamedInPieces() throws Exception {
        String prompt = prompt("Go", text("Hello \uD83D\uDE80").pieces(1).andTool("run", Map.of("a", 1)));
        String body = post("/v1/chat/completions", true, user(prompt)).body();

        List<JsonNode> events = events(body);
        assertThat(body).endsWith("data: [DONE]\n\n");
        assertThat(events.stream()
                        .map(event -> event.at("/choices/0/delta/content").asText(""))
                        .collect(Collectors.joining()))
                .isEqualTo("Hello \uD83D\uDE80");
        JsonNode call = events.get(events.size() - 2).at("/choices/0/delta/tool_calls/0/function");
        assertThat(call.path("name").asText()).isEqualTo("run");
        assertThat(call.path("arguments").asText()).isEqualTo("{\"a\":1}");
        assertThat(events.get(events.size() - 1).at("/choices/0/finish_reason").asText())
                .isEqualTo("tool_calls");
    }

    @Test
    void aCallFailsAsOftenAsWanted() throws Exception {
        String prompt = prompt("Go", text("At last").afterFailures(2, 429));

        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            statuses.add(post("/v1/messages", true, user(prompt)).statusCode());
        }
        assertThat(statuses).containsExactly(429, 429, 200);
    }

    @Test
    void aConnectionIsCutBeforeAndInTheMiddle() {
        assertThatThrownBy(() -> post("/v1/messages", true, user(prompt("Go", ModelReply.noConnection()))))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> post(
                        "/v1/messages", true, user(prompt("Go", text("Half").ending(Ending.CUT)))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void silenceLastsUntilTheClientGoes() throws Exception {
        InputStream answer = client.send(
                        request(
                                "/v1/messages",
                                true,
                                user(prompt("Go", text("Half").thenSilence()))),
                        BodyHandlers.ofInputStream())
                .body();
        StringBuilder seen = new StringBuilder();
        while (!seen.toString().contains("ping")) {
            seen.append((char) answer.read());
        }

        assertThat(seen).contains("Half").doesNotContain("message_stop");
        assertThat(server.silent()).isEqualTo(1);
        answer.close();
        long start = System.nanoTime();
        while (server.silent() > 0) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).is(under(Duration.ofSeconds(5)));
            Thread.onSpinWait();
        }
    }

    @Test
    void tokensAreCounted() throws Exception {
        JsonNode answer = JSON.readTree(
                post("/v1/messages/count_tokens", false, user("Hello")).body());

        assertThat(answer.path("input_tokens").asInt()).isPositive();
    }
}

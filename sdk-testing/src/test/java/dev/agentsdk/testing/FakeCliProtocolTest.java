package dev.agentsdk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fake as a well-behaved agent. */
@Timeout(60)
class FakeCliProtocolTest {

    @TempDir
    Path root;

    private FakeCli cli;

    @BeforeEach
    void putTheScript() {
        cli = FakeCli.in(root);
    }

    private static String text(JsonNode assistant) {
        assertThat(assistant.path("type").asText()).isEqualTo("assistant");
        return assistant.path("message").path("content").path(0).path("text").asText();
    }

    /** What a turn of these steps says, in front of a result that ends it. */
    private JsonNode first(String steps, String prompt) throws InterruptedException {
        try (FakeRun run = FakeRun.start(cli.onTurn(steps))) {
            run.initialize();
            run.send(FakeRun.user(prompt));
            return run.next();
        }
    }

    @Test
    void theHandshakeIsAnsweredWithTheIdOfItsRequest() throws Exception {
        try (FakeRun run = FakeRun.start(cli)) {
            JsonNode answer = run.initialize();

            assertThat(answer.path("type").asText()).isEqualTo("control_response");
            assertThat(answer.path("response").path("subtype").asText()).isEqualTo("success");
            assertThat(answer.path("response").path("request_id").asText()).isEqualTo("req_1");
            assertThat(answer.path("response").path("response").path("commands").isArray())
                    .isTrue();
        }
    }

    @Test
    void aTurnIsAnsweredWithInitATextAndAResultUnlessToldOtherwise() throws Exception {
        try (FakeRun run = FakeRun.start(cli)) {
            run.initialize();
            for (int turn = 0; turn < 3; turn++) {
                run.send(FakeRun.user("Hi"));
                JsonNode init = run.next();
                JsonNode text = run.next();
                JsonNode result = run.next();

                assertThat(init.path("subtype").asText()).isEqualTo("init");
                assertThat(text(text)).isEqualTo("Hello");
                assertThat(result.path("type").asText()).isEqualTo("result");
                assertThat(result.path("session_id")).isEqualTo(init.path("session_id"));
            }
            assertThat(run.hasMore()).isFalse();
        }
    }

    @Test
    void theEndOfItsInputEndsItInGoodOrder() throws Exception {
        try (FakeRun run = FakeRun.start(cli.onEof("marker"))) {
            run.initialize();
            run.endInput();

            assertThat(run.exitCode()).isZero();
            assertThat(run.rest()).isEmpty();
            assertThat(cli.note("marker")).isEqualTo("written");
        }
    }

    @Test
    void whatItIsToDoAfterTheHandshakeComesBehindTheAnswer() throws Exception {
        try (FakeRun run = FakeRun.start(cli.onStart("raw:first").onInit("raw:third"))) {
            assertThat(run.nextText()).isEqualTo("first");
            assertThat(run.initialize().path("type").asText()).isEqualTo("control_response");
            assertThat(run.nextText()).isEqualTo("third");
        }
    }

    @Test
    void otherRequestsAreAcknowledgedRefusedOrPassedOver() throws Exception {
        try (FakeRun run = FakeRun.start(cli)) {
            run.send(FakeRun.request("r1", "set_model"));
            JsonNode success = run.next().path("response");
            run.send(FakeRun.request("r2", "test_silence"));
            run.send(FakeRun.request("r3", "test_refuse"));
            JsonNode error = run.next().path("response");

            assertThat(success.path("subtype").asText()).isEqualTo("success");
            assertThat(success.path("request_id").asText()).isEqualTo("r1");
            assertThat(error.path("subtype").asText()).isEqualTo("error");
            assertThat(error.path("request_id").asText()).isEqualTo("r3");
            assertThat(error.path("error").asText()).isNotEmpty();
        }
    }

    @Test
    void whatItDoesNotUnderstandEndsItWithACode() throws Exception {
        try (FakeRun run = FakeRun.start(cli)) {
            run.send("");
            run.send("no JSON");

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.stderr()).containsExactly("fake-cli: not understood: no JSON");
        }
    }

    @ParameterizedTest
    @CsvSource({"say:Hello_there_you, Hello there you", "say:x, x", "say:_, ' '"})
    void sayTurnsUnderscoresIntoBlanks(String step, String said) throws Exception {
        assertThat(text(first(step, "Hi"))).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource({"What's up?", "a b  c", "x_y", "100 %s", "é€"})
    void echoSaysWhatTheUserSaid(String prompt) throws Exception {
        assertThat(text(first("echo", prompt))).isEqualTo(prompt);
    }

    @Test
    void deltaIsAPartialMessage() throws Exception {
        JsonNode event = first("delta:a_bit", "Hi");

        assertThat(event.path("type").asText()).isEqualTo("stream_event");
        assertThat(event.path("event").path("delta").path("text").asText()).isEqualTo("a bit");
    }

    @Test
    void toolIsACallAndItsResult() throws Exception {
        try (FakeRun run = FakeRun.start(cli.onTurn("tool"))) {
            run.initialize();
            run.send(FakeRun.user("Hi"));
            JsonNode use = run.next().path("message").path("content").path(0);
            JsonNode result = run.next().path("message").path("content").path(0);

            assertThat(use.path("type").asText()).isEqualTo("tool_use");
            assertThat(result.path("type").asText()).isEqualTo("tool_result");
            assertThat(result.path("tool_use_id")).isEqualTo(use.path("id"));
        }
    }

    @Test
    void resultsAreSuccessesOrErrors() throws Exception {
        JsonNode success = first("result", "Hi");
        JsonNode error = first("error-result", "Hi");

        assertThat(success.path("subtype").asText()).isEqualTo("success");
        assertThat(success.path("is_error").asBoolean(true)).isFalse();
        assertThat(error.path("subtype").asText()).isEqualTo("error_max_turns");
        assertThat(error.path("is_error").asBoolean()).isTrue();
    }

    @Test
    void demoIsAWholeTurn() throws Exception {
        try (FakeRun run = FakeRun.start(cli.onTurn("demo"))) {
            run.initialize();
            run.send(FakeRun.user("Hi"));
            run.endInput();
            List<String> lines = run.rest();

            assertThat(run.exitCode()).isZero();
            assertThat(lines.get(0)).contains("\"subtype\":\"init\"");
            assertThat(lines).anyMatch(line -> line.contains("tool_use"));
            assertThat(lines).anyMatch(line -> line.contains("tool_result"));
            assertThat(lines).filteredOn(line -> line.contains("text_delta")).hasSizeGreaterThan(10);
            assertThat(lines.get(lines.size() - 1)).contains("\"type\":\"result\"");
        }
    }

    @Test
    void linesAreOfAboutAKibibyteEach() throws Exception {
        try (FakeRun run = FakeRun.start(cli.onStart("lines:50"))) {
            for (int i = 0; i < 50; i++) {
                String line = run.nextText();
                assertThat(line).startsWith("{\"type\":\"assistant\"").endsWith("}");
                assertThat(line.length()).isBetween(900, 1400);
            }
            run.endInput();
            assertThat(run.rest()).isEmpty();
        }
    }

    @Test
    void rawLinesAndFilesGoOutAsTheyStand() throws Exception {
        Path file = Files.writeString(root.resolve("bytes"), "not json\r\n\u2028last\n");
        try (FakeRun run = FakeRun.start(cli.onStart("raw:{_\"x\":1} raw-file:" + file))) {
            assertThat(run.nextText()).isEqualTo("{ \"x\":1}");
            assertThat(run.nextText()).isEqualTo("not json");
            assertThat(run.nextText()).isEqualTo("\u2028last");
        }
    }

    @Test
    void askAsksAndNotesTheAnswer() throws Exception {
        try (FakeRun run = FakeRun.start(cli.onTurn("ask:can_use_tool result"))) {
            run.initialize();
            run.send(FakeRun.user("Hi"));
            JsonNode question = run.next();
            assertThat(question.path("type").asText()).isEqualTo("control_request");
            assertThat(question.path("request").path("subtype").asText()).isEqualTo("can_use_tool");

            // It goes on serving others while it waits.
            run.send(FakeRun.request("r7", "set_model"));
            assertThat(run.next().path("response").path("request_id").asText()).isEqualTo("r7");
            run.send("{\"type\":\"control_response\",\"response\":{\"request_id\":\"cli-1\"}}");
            assertThat(run.next().path("type").asText()).isEqualTo("result");
            assertThat(cli.note("answers")).contains("\"request_id\":\"cli-1\"");
        }
    }

    @Test
    void aHangingTurnWaitsForItsInterrupt() throws Exception {
        try (FakeRun run = FakeRun.start(cli.onTurn("init hang-turn"))) {
            run.initialize();
            run.send(FakeRun.user("Hi"));
            assertThat(run.next().path("subtype").asText()).isEqualTo("init");
            run.send(FakeRun.request("r2", "set_model"));
            assertThat(run.next().path("response").path("request_id").asText()).isEqualTo("r2");

            run.send(FakeRun.request("r3", "interrupt"));
            assertThat(run.next().path("response").path("request_id").asText()).isEqualTo("r3");
            assertThat(text(run.next())).isNotEmpty();
            JsonNode result = run.next();
            assertThat(result.path("subtype").asText()).isEqualTo("error_during_execution");
            assertThat(result.path("is_error").asBoolean()).isTrue();
        }
    }

    @Test
    void aHangingTurnEndsWithItsInput() throws Exception {
        try (FakeRun run = FakeRun.start(cli.onTurn("hang-turn").onEof("marker"))) {
            run.initialize();
            run.send(FakeRun.user("Hi"));
            run.endInput();

            assertThat(run.exitCode()).isZero();
            assertThat(cli.hasNote("marker")).isTrue();
        }
    }
}

package dev.agentsdk.e2e.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.ContentBlock;
import dev.agentsdk.message.Message;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * What controllers make of raw JSON and messages: Spring Boot 4 writes them with Jackson 3, 3.5 with Jackson 2. Jackson 3 is
 * also tried alone, as {@code SerializationTest} of the core tries Jackson 2.
 */
@Timeout(120)
class SpringJsonTest {

    private static final String RAW = "{\"x\":1.10, \"big\":12345678901234567890123,\"\u00e4\":[null]}";
    private static final String BLOCK = "{\"type\":\"text\",\"text\":\"Hi\"}";
    private static final String MESSAGE =
            "{\"type\":\"assistant\",\"message\":{\"model\":\"m\",\"content\":[" + BLOCK + "]},\"new_field\":1.0}";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static ConfigurableApplicationContext context;

    record Answer(Message message, RawJson raw, List<ContentBlock> blocks, Optional<RawJson> none) {}

    /** The application. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Json.class)
    static class Application {}

    /** The controller. */
    @RestController
    static class Json {

        @GetMapping("/raw")
        RawJson raw() {
            return RawJson.of(RAW);
        }

        @GetMapping("/message")
        Message message() {
            return Message.parse(MESSAGE);
        }

        @GetMapping("/messages")
        List<Message> messages() {
            return List.of(message(), message());
        }

        @GetMapping("/answer")
        Answer answer() {
            return SpringJsonTest.answer();
        }
    }

    private static Answer answer() {
        return new Answer(
                Message.parse(MESSAGE),
                RawJson.of(RAW),
                ((dev.agentsdk.message.AssistantMessage) Message.parse(MESSAGE)).content(),
                Optional.empty());
    }

    private static String answerText() {
        return "{\"message\":" + MESSAGE + ",\"raw\":" + RAW + ",\"blocks\":[" + BLOCK + "],\"none\":null}";
    }

    @BeforeAll
    static void start() {
        context = new SpringApplicationBuilder(Application.class)
                .run(
                        "--server.address=127.0.0.1",
                        "--server.port=0",
                        "--spring.main.banner-mode=off",
                        "--spring.ai.mcp.server.enabled=false");
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Test
    void springBoot4HasJackson3And3HasJackson2() {
        boolean four = SpringBootVersion.getVersion().startsWith("4.");

        assertThat(context.getBeanNamesForType(ObjectMapper.class)).hasSize(four ? 1 : 0);
        assertThat(context.getBeanNamesForType(com.fasterxml.jackson.databind.ObjectMapper.class))
                .hasSize(four ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource({"raw", "message", "messages", "answer"})
    void aControllerWritesTheJsonOfTheAgent(String path) throws Exception {
        String expected = switch (path) {
            case "raw" -> RAW;
            case "message" -> MESSAGE;
            case "messages" -> "[" + MESSAGE + "," + MESSAGE + "]";
            default -> answerText();
        };
        URI uri = URI.create(
                "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port") + "/" + path);

        HttpResponse<String> response = CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());

        assertThat(response.body()).isEqualTo(expected);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                MESSAGE,
                "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,\"result\":\"4\",\"total_cost_usd\":0.10}",
                "{\"type\":\"system\",\"subtype\":\"init\",\"session_id\":\"s\",\"tools\":[\"Bash\"]}",
                "{\"type\":\"system\",\"subtype\":\"something_new\",\"a\":1}",
                "{\"type\":\"rate_limit_event\",\"rate_limit_info\":{\"status\":\"allowed\"}}",
                "{\"type\":\"something_new\",\"a\":[1,{\"b\":null}]}"
            })
    void jackson3WritesAMessageAsItsJson(String line) {
        JsonMapper jackson = JsonMapper.builder().build();

        assertThat(jackson.writeValueAsString(Message.parse(line))).isEqualTo(line);
        assertThat(jackson.writeValueAsString(List.of(Message.parse(line)))).isEqualTo("[" + line + "]");
    }

    @Test
    void jackson3WritesRawJsonAsItStands() {
        JsonMapper jackson = JsonMapper.builder().build();

        assertThat(jackson.writeValueAsString(RawJson.of(RAW))).isEqualTo(RAW);
        assertThat(jackson.readTree(jackson.writeValueAsString(answer()))).isEqualTo(jackson.readTree(answerText()));
    }
}

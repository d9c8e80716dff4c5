package dev.agentsdk.options;

import static dev.agentsdk.internal.session.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class McpServerTest {

    private static final URI URL = URI.create("http://127.0.0.1:8080/mcp");
    private static final McpServerConfig.Tuning TUNING =
            new McpServerConfig.Tuning(Optional.of(Duration.ofSeconds(5)), true);

    static Stream<Arguments> servers() {
        return Stream.of(
                Arguments.of(McpServerConfig.stdio("npx"), true, "{'type':'stdio','command':'npx','args':[]}"),
                Arguments.of(
                        McpServerConfig.stdio("npx", "-y", "x")
                                .withEnv("TOKEN", "s3")
                                .withTuning(TUNING),
                        true,
                        "{'type':'stdio','command':'npx','args':['-y','x'],'env':{'TOKEN':'s3'},'timeout':5000,'alwaysLoad':true}"),
                Arguments.of(McpServerConfig.http(URL), true, "{'type':'http','url':'http://127.0.0.1:8080/mcp'}"),
                Arguments.of(
                        McpServerConfig.http(URL)
                                .withHeader("Authorization", "s3")
                                .withTuning(TUNING),
                        true,
                        "{'type':'http','url':'http://127.0.0.1:8080/mcp','headers':{'Authorization':'s3'},'timeout':5000,'alwaysLoad':true}"),
                Arguments.of(McpServerConfig.sse(URL), true, "{'type':'sse','url':'http://127.0.0.1:8080/mcp'}"),
                Arguments.of(
                        McpServerConfig.sse(URL).withHeader("A", "s3").withTuning(TUNING),
                        true,
                        "{'type':'sse','url':'http://127.0.0.1:8080/mcp','headers':{'A':'s3'},'timeout':5000,'alwaysLoad':true}"),
                Arguments.of(
                        McpServerConfig.http(URI.create("http://u:s3@host/")),
                        true,
                        "{'type':'http','url':'http://u:s3@host/'}"),
                Arguments.of(
                        McpServerConfig.sse(URI.create("http://host/?k=s3")),
                        true,
                        "{'type':'sse','url':'http://host/?k=s3'}"),
                Arguments.of(
                        McpServerConfig.http(URI.create("http://host/s3/mcp#s3")),
                        true,
                        "{'type':'http','url':'http://host/s3/mcp#s3'}"),
                Arguments.of(McpServerConfig.sdk("calc"), false, "{'type':'sdk','name':'calc'}"),
                Arguments.of(
                        McpServerConfig.custom(RawJson.of("{\"type\":\"ws\",\"n\":1.5,\"key\":\"s3\"}")),
                        true,
                        "{'type':'ws','n':1.5,'key':'s3'}"));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void hasItsFormOnTheWireAndKnowsWhatItHides(McpServerConfig server, boolean confidential, String expected) {
        assertThat(new String(Json.encode(server.toJson()), StandardCharsets.UTF_8))
                .isEqualTo(json(expected));
        assertThat(server.isConfidential()).isEqualTo(confidential);
        assertThat(server.toString()).doesNotContain("s3");
    }

    @Test
    void theGroupShowsNamesOnly() {
        McpServers servers = McpServers.unset()
                .with("gh", McpServerConfig.http(URL).withHeader("A", "s3"))
                .withConfig("{\"s3\":1}")
                .withStrict(true);

        assertThat(servers).hasToString("McpServers[[gh], config, strict]");
    }
}

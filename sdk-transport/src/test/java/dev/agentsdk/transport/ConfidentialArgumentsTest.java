package dev.agentsdk.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.agentsdk.AgentLaunches;
import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.McpServerConfig;
import dev.agentsdk.options.McpServers;
import dev.agentsdk.options.Sandbox;
import dev.agentsdk.options.Settings;
import dev.agentsdk.options.SystemPrompt;
import dev.agentsdk.transport.internal.ArgumentFiles;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A command line can be read by all users of a machine. */
@Tag("R-119")
class ConfidentialArgumentsTest {

    private static final Path CLI = Path.of("/opt/cli");

    private static Arguments in(String what, UnaryOperator<AgentOptions.Builder> options) {
        return arguments(what, options);
    }

    private static Arguments settings(String what, String json) {
        return in(what, options -> options.settings(Settings.unset().withJson(json)));
    }

    private static Arguments mcp(String what, McpServerConfig server) {
        return in(what, options -> options.mcpServer("x", server));
    }

    static Stream<Arguments> secrets() {
        String config = "{\"mcpServers\":{\"x\":{\"command\":\"c\",\"env\":{\"K\":\"SEKRIT\"}}}}";
        return Stream.of(
                settings("settings env", "{\"env\":{\"K\":\"SEKRIT\"}}"),
                settings("settings apiKeyHelper", "{\"apiKeyHelper\":\"echo SEKRIT\"}"),
                settings(
                        "settings hooks",
                        "{\"hooks\":{\"Stop\":[{\"hooks\":[{\"type\":\"http\",\"headers\":{\"A\":\"SEKRIT\"}}]}]}}"),
                settings("settings of tomorrow", "{\"somethingNew\":\"SEKRIT\"}"),
                in(
                        "settings with a sandbox",
                        options -> options.settings(Settings.unset()
                                .withJson("{\"apiKeyHelper\":\"echo SEKRIT\"}")
                                .withSandbox(Sandbox.on()))),
                mcp("stdio variable", McpServerConfig.stdio("c").withEnv("K", "SEKRIT")),
                mcp("stdio argument", McpServerConfig.stdio("c", "--api-key=SEKRIT")),
                mcp("stdio command", McpServerConfig.stdio("SEKRIT")),
                mcp("header", McpServerConfig.http(URI.create("http://h/x")).withHeader("A", "SEKRIT")),
                mcp("token in a path", McpServerConfig.http(URI.create("http://h/SEKRIT/mcp"))),
                mcp("token in a fragment", McpServerConfig.http(URI.create("http://h/#SEKRIT"))),
                mcp("token in a query", McpServerConfig.sse(URI.create("http://h/?k=SEKRIT"))),
                mcp("token before the host", McpServerConfig.sse(URI.create("http://u:SEKRIT@h/"))),
                in(
                        "MCP configuration",
                        options -> options.mcpServers(McpServers.unset().withConfig(config))),
                in(
                        "MCP configuration behind a byte order mark",
                        options -> options.mcpServers(McpServers.unset().withConfig("\ufeff" + config))),
                in(
                        "MCP configuration behind other blanks",
                        options -> options.mcpServers(McpServers.unset().withConfig("\u00a0\u200b" + config))),
                in("system prompt", options -> options.systemPrompt("SEKRIT")),
                in("appended system prompt", options -> options.systemPrompt(SystemPrompt.presetWith("SEKRIT"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("secrets")
    void whatAnApplicationWritesInlineIsNotOnTheCommandLine(String what, UnaryOperator<AgentOptions.Builder> options) {
        AgentOptions built = options.apply(AgentOptions.builder()).build();
        try (ArgumentFiles files = new ArgumentFiles(Optional.empty())) {
            List<String> words = CliCommandLine.arguments(CLI, AgentLaunches.of(built), files);

            assertThat(words).noneMatch(word -> word.contains("SEKRIT"));
            assertThat(files.paths())
                    .filteredOn(path -> words.contains(path.toString()))
                    .singleElement()
                    .satisfies(path ->
                            assertThat(path).content().contains("SEKRIT").doesNotStartWith("\ufeff"));
            assertThat(built.toString()).doesNotContain("SEKRIT");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"env\":{\"K\":\"SEKRIT\"}}",
                "{\"apiKeyHelper\":\"SEKRIT\"}",
                "{\"hooks\":{\"Stop\":[\"SEKRIT\"]}}",
                "{\"otelHeadersHelper\":\"SEKRIT\"}",
                "{\"managedMcpServers\":{\"x\":{\"headers\":{\"A\":\"SEKRIT\"}}}}",
                "{\"permissions\":{},\"somethingNew\":\"SEKRIT\"}",
                "{\"permissions\":{\"deny\":[],\"new\":[\"SEKRIT\"]}}",
                "{\"permissions\":{\"deny\":[\"WebFetch(https://u:SEKRIT@host/)\"]}}",
                "{\"sandbox\":{\"env\":{\"K\":\"SEKRIT\"}}}",
                "{\"sandbox\":{\"network\":{\"httpProxy\":\"http://u:SEKRIT@host\"}}}",
                "{\"sandbox\":{\"network\":{\"allowedDomains\":[{\"header\":\"SEKRIT\"}]}}}",
                "{\"enabledPlugins\":{\"p@m\":{\"env\":\"SEKRIT\"}}}",
                "{\"env\":{\"PIN\":1234}}"
            })
    void managedSettingsThatMayHoldCredentialsAreRefused(String json) {
        AgentOptions options = AgentOptions.builder()
                .settings(Settings.unset().withManaged(json))
                .build();
        try (ArgumentFiles files = new ArgumentFiles(Optional.empty())) {
            CliStartException refused = catchThrowableOfType(
                    CliStartException.class, () -> CliCommandLine.arguments(CLI, AgentLaunches.of(options), files));

            assertThat(refused.reason()).isEqualTo(CliStartException.Reason.INVALID_ARGUMENT);
            assertThat(refused)
                    .hasMessageContaining("managedSettings: \"")
                    .hasMessageContaining("Settings.withJson")
                    .hasMessageNotContaining("SEKRIT");
        }
    }

    @Test
    void managedSettingsOfRulesAndSwitchesAreTaken() {
        String managed = "{\"permissions\":{\"deny\":[\"WebFetch\"],\"defaultMode\":\"plan\"},\"disableAllHooks\":true,"
                + "\"cleanupPeriodDays\":7,\"enabledPlugins\":{\"p@m\":true},\"sandbox\":{\"enabled\":true,\"network\":"
                + "{\"allowedDomains\":[\"*.example.com\"],\"httpProxyPort\":8080},\"credentials\":{\"files\":"
                + "[{\"path\":\"~/.netrc\",\"mode\":\"deny\"}]}}}";
        AgentOptions options = AgentOptions.builder()
                .settings(Settings.unset().withManaged(managed))
                .build();
        try (ArgumentFiles files = new ArgumentFiles(Optional.empty())) {
            assertThat(CliCommandLine.arguments(CLI, AgentLaunches.of(options), files))
                    .containsSequence("--managed-settings", managed);
        }
    }
}

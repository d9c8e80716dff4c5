package dev.agentsdk.internal.protocol.streamjson;

import dev.agentsdk.json.internal.Json;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.BaseTools;
import dev.agentsdk.options.Conversation;
import dev.agentsdk.options.Debugging;
import dev.agentsdk.options.Effort;
import dev.agentsdk.options.McpServerConfig;
import dev.agentsdk.options.McpServers;
import dev.agentsdk.options.Models;
import dev.agentsdk.options.PermissionPolicy;
import dev.agentsdk.options.PermissionPrompts;
import dev.agentsdk.options.SettingSource;
import dev.agentsdk.options.Skills;
import dev.agentsdk.options.SystemPrompt;
import dev.agentsdk.options.Thinking;
import dev.agentsdk.options.ToolAccess;
import dev.agentsdk.options.internal.SettingsFiles;
import dev.agentsdk.permission.PermissionMode;
import dev.agentsdk.spi.CliArgument;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code claude} 2.1. The flags and their order are those of the official Python SDK 0.2; flags that only newer CLIs have
 * follow them. What can travel with the handshake does so only where there is no flag.
 */
final class ClaudeCli implements Dialect {

    /** Tells the CLI who has started it. */
    private static final String ENTRYPOINT = "sdk-java";

    @Override
    public String programName() {
        return "claude";
    }

    @Override
    public String installHint() {
        return "npm install -g @anthropic-ai/claude-code";
    }

    @Override
    public boolean hasMinimumVersion() {
        return true;
    }

    @Override
    public boolean takesUpdatedInput() {
        return true;
    }

    @Override
    public boolean followsQueuedInput() {
        return true;
    }

    @Override
    public boolean takesMcpMessages() {
        return true;
    }

    @Override
    public boolean takesInput(String blockType) {
        return true;
    }

    @Override
    public List<CliArgument> arguments(AgentOptions options) {
        Arguments arguments = new Arguments()
                .add("outputFormat", "output-format", "stream-json")
                .add(CliArgument.flag("verbose", "verbose"));
        systemPrompt(arguments, options.systemPrompt().orElse(SystemPrompt.text("")));
        ToolAccess tools = options.toolAccess();
        tools.base().ifPresent(base -> arguments.add("baseTools", "tools", toolNames(base)));
        arguments.commas("allowedTools", "allowedTools", allowedTools(tools));
        options.maxTurns().ifPresent(turns -> arguments.add("maxTurns", "max-turns", Integer.toString(turns)));
        arguments.add("maxUsd", "max-budget-usd", options.budget().maxUsd().map(BigDecimal::toPlainString));
        arguments.commas("disallowedTools", "disallowedTools", tools.disallowed());
        options.budget()
                .taskTokens()
                .ifPresent(tokens -> arguments.add("taskTokens", "task-budget", Integer.toString(tokens)));
        models(arguments, options.models());
        permissions(arguments, options);
        conversation(arguments, options.conversation());
        SettingsValue.of(options).ifPresent(arguments::add);
        arguments.repeated(
                "additionalDirectories", "add-dir", options.workspace().additionalDirectories());
        mcp(arguments, options);
        arguments
                .flagIf(options.includePartialMessages(), "includePartialMessages", "include-partial-messages")
                .flagIf(options.sessionStore().isPresent(), "sessionStore", "session-mirror")
                .flagIf(options.output().hookEvents(), "hookEvents", "include-hook-events")
                .flagIf(options.mcpServers().strict(), "strictMcpConfig", "strict-mcp-config")
                .flagIf(options.conversation().fork(), "fork", "fork-session")
                .joined("resumeAt", "resume-session-at", options.conversation().resumeAt())
                .joined(
                        "resumeDropsTurn",
                        "resume-drops-turn",
                        options.conversation().resumeDropsTurn())
                .joined("settingSources", "setting-sources", settingSources(options));
        options.workspace()
                .plugins()
                .forEach(plugin -> arguments.add(
                        "plugins",
                        plugin.mcp() ? "plugin-dir" : "plugin-dir-no-mcp",
                        plugin.path().toString()));
        newerFlags(arguments, options);
        arguments.extra(options.extraArgs());
        options.models().thinking().ifPresent(thinking -> thinking(arguments, thinking));
        arguments.add("effort", "effort", options.models().effort().map(Effort::value));
        return arguments.add("inputFormat", "input-format", "stream-json").toList();
    }

    /** Flags of the command line that the official Python SDK does not use. */
    private static void newerFlags(Arguments arguments, AgentOptions options) {
        Debugging debugging = options.debugging();
        arguments
                .flagIf(options.output().replayedUserMessages(), "replayedUserMessages", "replay-user-messages")
                .add("subagents.main", "agent", options.subagents().main())
                .flagIf(
                        options.permissionPolicy().bypassAllowed(),
                        "bypassAllowed",
                        "allow-dangerously-skip-permissions")
                .add(
                        "prompts",
                        "permission-prompts",
                        options.permissionPolicy().prompts().map(ClaudeCli::lowerCase))
                .flagIf(!options.conversation().persisted(), "unpersisted", "no-session-persistence")
                .add(
                        "configRoot",
                        "project-config-root",
                        options.workspace().configRoot().map(Path::toString))
                .addAll(SettingsValue.managed(options.settings()))
                .startup(options.startup().flags())
                .flagIf(debugging.enabled() && debugging.categories().isEmpty(), "debugging", "debug");
        if (!debugging.categories().isEmpty()) {
            arguments.joined("debugging", "debug", Optional.of(String.join(",", debugging.categories())));
        }
        arguments.add("debugging.file", "debug-file", debugging.file().map(Path::toString));
    }

    private static String lowerCase(PermissionPrompts prompts) {
        return prompts.name().toLowerCase(Locale.ROOT);
    }

    private static void systemPrompt(Arguments arguments, SystemPrompt prompt) {
        if (prompt instanceof SystemPrompt.Text text) {
            arguments.add(CliArgument.of("systemPrompt", "system-prompt", text.text())
                    .orInFile("system-prompt-file")
                    .confidentialIf(!text.text().isEmpty()));
        } else if (prompt instanceof SystemPrompt.File file) {
            arguments.add("systemPrompt", "system-prompt-file", file.path().toString());
        } else if (prompt instanceof SystemPrompt.Preset preset) {
            preset.append()
                    .ifPresent(text -> arguments.add(CliArgument.of("systemPrompt", "append-system-prompt", text)
                            .orInFile("append-system-prompt-file")
                            .confidentialIf(!text.isEmpty())));
        }
    }

    private static String toolNames(BaseTools base) {
        return base instanceof BaseTools.Only only ? String.join(",", only.names()) : "default";
    }

    private static List<String> allowedTools(ToolAccess tools) {
        List<String> rules = new ArrayList<>(tools.allowed());
        tools.skills().ifPresent(skills -> {
            List<String> added = skills instanceof Skills.Only only
                    ? only.names().stream().map(name -> "Skill(" + name + ")").toList()
                    : List.of("Skill");
            added.stream().filter(rule -> !rules.contains(rule)).forEach(rules::add);
        });
        return rules;
    }

    private static void models(Arguments arguments, Models models) {
        arguments
                .add("model", "model", models.model())
                .commas("fallbacks", "fallback-model", models.fallbacks())
                // Measured on claude 2.1: names joined by commas are taken for one name.
                .repeated("betas", "betas", models.betas());
    }

    private static void permissions(Arguments arguments, AgentOptions options) {
        PermissionPolicy policy = options.permissionPolicy();
        arguments
                // With this name the CLI asks over the control protocol, and not a tool.
                .add(
                        "promptTool",
                        "permission-prompt-tool",
                        options.permissionCallback().map(callback -> "stdio").or(policy::promptTool))
                .add("permissionMode", "permission-mode", policy.mode().map(PermissionMode::value));
    }

    private static void conversation(Arguments arguments, Conversation conversation) {
        arguments
                .flagIf(conversation.continueLatest(), "continueConversation", "continue")
                .joined("resume", "resume", conversation.resume())
                .joined("sessionId", "session-id", conversation.sessionId());
    }

    private static void mcp(Arguments arguments, AgentOptions options) {
        McpServers servers = options.mcpServers();
        servers.config().ifPresent(config -> arguments.add(CliArgument.mcpConfiguration(config)));
        Map<String, Object> byName = new LinkedHashMap<>();
        servers.servers().forEach((name, server) -> byName.put(name, server.toJson()));
        byName.putAll(SdkServers.configs(options.toolServers()));
        if (!byName.isEmpty()) {
            arguments.add(CliArgument.of("mcpServers", "mcp-config", json(Map.of("mcpServers", byName)))
                    .orInFile("mcp-config")
                    .confidentialIf(servers.servers().values().stream().anyMatch(McpServerConfig::isConfidential)));
        }
    }

    private static Optional<String> settingSources(AgentOptions options) {
        return SettingsFiles.sources(options)
                .map(sources -> sources.stream().map(SettingSource::value).collect(Collectors.joining(",")));
    }

    private static void thinking(Arguments arguments, Thinking thinking) {
        if (thinking instanceof Thinking.Adaptive adaptive) {
            arguments
                    .add("thinking", "thinking", "adaptive")
                    .add("thinking.display", "thinking-display", adaptive.display());
        } else if (thinking instanceof Thinking.Budgeted budgeted) {
            arguments
                    .add("thinking.tokens", "max-thinking-tokens", Integer.toString(budgeted.tokens()))
                    .add("thinking.display", "thinking-display", budgeted.display());
        } else {
            arguments.add("thinking", "thinking", "disabled");
        }
    }

    static String json(Object value) {
        return new String(Json.encode(value), StandardCharsets.US_ASCII);
    }

    @Override
    public Map<String, String> environmentDefaults() {
        return Map.of("CLAUDE_CODE_ENTRYPOINT", ENTRYPOINT);
    }

    @Override
    public Map<String, String> environment(AgentOptions options, String sdkVersion) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("CLAUDE_AGENT_SDK_VERSION", sdkVersion);
        if (options.workspace().fileCheckpointing()) {
            variables.put("CLAUDE_CODE_ENABLE_SDK_FILE_CHECKPOINTING", "true");
        }
        options.toolAccess()
                .questionPreview()
                .ifPresent(format -> variables.put("CLAUDE_CODE_QUESTION_PREVIEW_FORMAT", format.value()));
        return variables;
    }

    @Override
    public Map<String, Object> handshake(AgentOptions options) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (!options.subagents().definitions().isEmpty()) {
            Map<String, Object> agents = new LinkedHashMap<>();
            options.subagents().definitions().forEach((name, definition) -> agents.put(name, definition.toJson()));
            fields.put("agents", agents);
        }
        options.systemPrompt().ifPresent(prompt -> {
            if (prompt instanceof SystemPrompt.Preset preset && preset.dynamicSectionsExcluded()) {
                fields.put("excludeDynamicSections", true);
            } else if (prompt instanceof SystemPrompt.Blocks blocks) {
                fields.put("systemPrompt", blocks.texts());
            }
        });
        options.toolAccess().skills().ifPresent(skills -> {
            if (skills instanceof Skills.Only only) {
                fields.put("skills", only.names());
            }
        });
        putIf(fields, options.subagents().forwardText(), "forwardSubagentText");
        // Only newer CLIs know these; older ones pass over what they do not know.
        if (!options.toolAccess().aliases().isEmpty()) {
            fields.put("toolAliases", options.toolAccess().aliases());
        }
        options.conversation().title().ifPresent(title -> fields.put("title", title));
        options.permissionPolicy().planInstructions().ifPresent(text -> fields.put("planModeInstructions", text));
        putIf(fields, options.output().promptSuggestions(), "promptSuggestions");
        putIf(fields, options.subagents().progressSummaries(), "agentProgressSummaries");
        putIf(fields, options.subagents().stoppedOneByOne(), "perTaskStopAffordance");
        return fields;
    }

    private static void putIf(Map<String, Object> fields, boolean set, String name) {
        if (set) {
            fields.put(name, true);
        }
    }

    @Override
    public Map<String, Object> request(String subtype, Map<String, ?> fields) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("subtype", subtype);
        request.putAll(fields);
        return request;
    }
}

package dev.agentsdk.internal.protocol.streamjson;

import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.BaseTools;
import dev.agentsdk.options.McpServerConfig;
import dev.agentsdk.options.Models;
import dev.agentsdk.options.PermissionPolicy;
import dev.agentsdk.options.Settings;
import dev.agentsdk.options.Startup;
import dev.agentsdk.options.SystemPrompt;
import dev.agentsdk.options.Workspace;
import dev.agentsdk.permission.PermissionMode;
import dev.agentsdk.spi.CliArgument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code qwen} 0.24. It refuses flags that it does not know, and knows few of those of {@code claude}. It can do without a
 * system prompt: not set, it has its own. It needs to be told where its model is, by its own settings or flags such as
 * {@code extraArg("auth-type", "openai")}.
 */
final class QwenCli implements Dialect {

    static final String NAME = "qwen";

    /** The longest that it takes; it waits for one minute if it is told more, or nothing. */
    private static final Duration PERMISSION_TIMEOUT = Duration.ofMinutes(10);

    /** What is called otherwise here. */
    private static final Map<String, String> MODES = Map.of("acceptEdits", "auto-edit", "bypassPermissions", "yolo");

    /** The flags of {@link Startup} that it has. */
    private static final Set<String> STARTUP = Set.of("bare", "safe-mode", "worktree");

    private static final Map<String, String> REQUESTS = Map.of("mcp_status", "mcp_server_status");

    @Override
    public String programName() {
        return NAME;
    }

    @Override
    public String installHint() {
        return "npm install -g @qwen-code/qwen-code";
    }

    @Override
    public boolean hasMinimumVersion() {
        return false;
    }

    /** Measured: it answers with the changed input in its records, and runs the one that it has asked for. */
    @Override
    public boolean takesUpdatedInput() {
        return false;
    }

    @Override
    public boolean followsQueuedInput() {
        return false;
    }

    @Override
    public boolean takesMcpMessages() {
        return false;
    }

    /** Measured, and read in its source: any other block becomes the text of its JSON. */
    @Override
    public boolean takesInput(String blockType) {
        return blockType.equals("text");
    }

    @Override
    public List<CliArgument> arguments(AgentOptions options) {
        refuseWhatHasNoForm(options);
        Arguments arguments = new Arguments()
                .add("inputFormat", "input-format", "stream-json")
                .add("outputFormat", "output-format", "stream-json")
                .joined("channel", "channel", Optional.of("SDK"))
                .add("model", "model", options.model())
                .commas("fallbacks", "fallback-model", options.models().fallbacks());
        options.systemPrompt().ifPresent(prompt -> systemPrompt(arguments, prompt));
        arguments.add(
                "permissionMode", "approval-mode", options.permissionMode().map(QwenCli::mode));
        options.maxTurns().ifPresent(turns -> arguments.add("maxTurns", "max-session-turns", Integer.toString(turns)));
        options.toolAccess().base().ifPresent(base -> {
            if (base instanceof BaseTools.Only only) {
                arguments.commas("baseTools", "core-tools", only.names());
            }
        });
        return arguments
                .commas("disallowedTools", "exclude-tools", options.disallowedTools())
                .commas("allowedTools", "allowed-tools", options.allowedTools())
                .flagIf(options.includePartialMessages(), "includePartialMessages", "include-partial-messages")
                .joined("resume", "resume", options.resume())
                .flagIf(options.continueConversation(), "continueConversation", "continue")
                .joined("sessionId", "session-id", options.conversation().sessionId())
                .flagIf(options.conversation().fork(), "fork", "fork-session")
                .repeated(
                        "additionalDirectories",
                        "include-directories",
                        options.workspace().additionalDirectories())
                .joined(
                        "unpersisted",
                        "chat-recording",
                        options.conversation().persisted() ? Optional.empty() : Optional.of("false"))
                .flagIf(options.debugging().enabled(), "debugging", "debug")
                .startup(options.startup().flags())
                .addAll(mcp(options))
                .extra(options.extraArgs())
                .toList();
    }

    private static void systemPrompt(Arguments arguments, SystemPrompt prompt) {
        if (prompt instanceof SystemPrompt.Text text) {
            arguments.add("systemPrompt", "system-prompt", text.text());
        } else if (prompt instanceof SystemPrompt.Preset preset) {
            arguments.add("systemPrompt", "append-system-prompt", preset.append());
        }
    }

    private static List<CliArgument> mcp(AgentOptions options) {
        List<CliArgument> arguments = new ArrayList<>();
        Map<String, Object> byName = new LinkedHashMap<>();
        options.mcpServers().servers().forEach((name, server) -> {
            // Servers of the application are named in the handshake only.
            if (!(server instanceof McpServerConfig.Sdk)) {
                byName.put(name, server(server));
            }
        });
        if (!byName.isEmpty()) {
            arguments.add(CliArgument.of("mcpServers", "mcp-config", ClaudeCli.json(Map.of("mcpServers", byName)))
                    .orInFile("mcp-config")
                    .confidentialIf(options.mcpServers().servers().values().stream()
                            .anyMatch(McpServerConfig::isConfidential)));
        }
        options.mcpServers().config().ifPresent(config -> arguments.add(CliArgument.mcpConfiguration(config)));
        return arguments;
    }

    /** Here the kind of a server is told by the name of its address. */
    private static Map<String, Object> server(McpServerConfig server) {
        Map<String, Object> json = new LinkedHashMap<>(server.toJson());
        if (server instanceof McpServerConfig.Custom) {
            return json;
        }
        json.remove("type");
        json.remove("alwaysLoad");
        if (server instanceof McpServerConfig.Http http) {
            json.remove("url");
            json.put("httpUrl", http.url().toString());
        }
        return json;
    }

    private static String mode(PermissionMode mode) {
        return MODES.getOrDefault(mode.value(), mode.value());
    }

    private static void refuseWhatHasNoForm(AgentOptions options) {
        List<String> refused = new ArrayList<>();
        Models models = options.models();
        PermissionPolicy policy = options.permissionPolicy();
        Settings settings = options.settings();
        Workspace workspace = options.workspace();
        // A hook that is never called permits what it was to forbid.
        refuse(refused, !options.hooks().isEmpty(), "hooks");
        // Measured: it has a flag for it, and refuses that together with stream-json input.
        refuse(refused, options.outputSchema().isPresent(), "outputSchema");
        refuse(refused, models.effort().isPresent(), "effort");
        refuse(refused, models.thinking().isPresent(), "thinking");
        refuse(refused, !models.betas().isEmpty(), "betas");
        refuse(refused, options.systemPrompt().filter(QwenCli::hasNoForm).isPresent(), "this kind of systemPrompt");
        refuse(refused, isNoTools(options), "baseTools without any tool");
        refuse(refused, options.toolAccess().skills().isPresent(), "skills");
        refuse(refused, !options.toolAccess().aliases().isEmpty(), "toolAliases");
        refuse(refused, options.toolAccess().questionPreview().isPresent(), "questionPreview");
        refuse(
                refused,
                options.permissionMode().equals(Optional.of(PermissionMode.DONT_ASK)),
                "permissionMode dontAsk");
        refuse(refused, policy.promptTool().isPresent(), "promptTool");
        refuse(refused, policy.prompts().isPresent(), "prompts");
        refuse(refused, policy.bypassAllowed(), "bypassAllowed");
        refuse(refused, policy.planInstructions().isPresent(), "planInstructions");
        refuse(refused, options.mcpServers().strict(), "strictMcpConfig");
        refuse(refused, options.budget().maxUsd().isPresent(), "maxUsd");
        refuse(refused, options.budget().taskTokens().isPresent(), "taskTokens");
        refuse(refused, options.conversation().resumeAt().isPresent(), "resumeAt");
        refuse(refused, options.sessionStore().isPresent(), "sessionStore");
        refuse(refused, options.conversation().title().isPresent(), "title");
        refuse(refused, settings.file().isPresent() || settings.json().isPresent(), "settings");
        refuse(refused, settings.sandbox().isPresent(), "sandbox");
        refuse(refused, settings.managed().isPresent(), "managedSettings");
        refuse(refused, settings.sources().isPresent(), "settingSources");
        refuse(refused, workspace.configRoot().isPresent(), "configRoot");
        refuse(refused, !workspace.plugins().isEmpty(), "plugins");
        refuse(refused, workspace.fileCheckpointing(), "fileCheckpointing");
        refuse(refused, options.subagents().main().isPresent(), "subagents.main");
        refuse(refused, options.subagents().forwardText(), "subagents.forwardText");
        refuse(refused, options.subagents().progressSummaries(), "subagents.progressSummaries");
        refuse(refused, options.subagents().stoppedOneByOne(), "subagents.stoppedOneByOne");
        refuse(refused, options.output().hookEvents(), "hookEvents");
        refuse(refused, options.output().replayedUserMessages(), "replayedUserMessages");
        refuse(refused, options.output().promptSuggestions(), "promptSuggestions");
        refuse(refused, !options.debugging().categories().isEmpty(), "debugging.categories");
        refuse(refused, options.debugging().file().isPresent(), "debugging.file");
        options.startup().flags().keySet().forEach(flag -> refuse(refused, !STARTUP.contains(flag), flag));
        // Measured: it leaves them out then.
        boolean servers = !options.toolServers().isEmpty()
                || !options.mcpServers().servers().isEmpty()
                || options.mcpServers().config().isPresent();
        refuse(refused, options.startup().isSafeMode() && servers, "MCP servers with safe-mode");
        if (!refused.isEmpty()) {
            throw new CliStartException(
                    CliStartException.Reason.INVALID_ARGUMENT,
                    "The qwen CLI has no form for: " + String.join(", ", refused)
                            + ". Leave it out, or choose another CLI.",
                    null);
        }
    }

    private static boolean hasNoForm(SystemPrompt prompt) {
        return prompt instanceof SystemPrompt.File
                || prompt instanceof SystemPrompt.Blocks
                || (prompt instanceof SystemPrompt.Preset preset && preset.dynamicSectionsExcluded());
    }

    private static boolean isNoTools(AgentOptions options) {
        return options.toolAccess()
                .base()
                .filter(base ->
                        base instanceof BaseTools.Only only && only.names().isEmpty())
                .isPresent();
    }

    private static void refuse(List<String> refused, boolean set, String option) {
        if (set) {
            refused.add(option);
        }
    }

    /** None: who has started it is told by the channel. */
    @Override
    public Map<String, String> environmentDefaults() {
        return Map.of();
    }

    @Override
    public Map<String, String> environment(AgentOptions options, String sdkVersion) {
        return Map.of();
    }

    @Override
    public Map<String, Object> handshake(AgentOptions options) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (!options.subagents().definitions().isEmpty()) {
            List<Map<String, Object>> agents = new ArrayList<>();
            options.subagents()
                    .definitions()
                    .forEach((name, definition) -> agents.add(subagent(name, definition.toJson())));
            fields.put("agents", agents);
        }
        if (options.permissionCallback().isPresent()) {
            fields.put("timeout", Map.of("canUseTool", PERMISSION_TIMEOUT.toMillis()));
        }
        List<String> inProcess = new ArrayList<>(options.toolServers().keySet());
        options.mcpServers().servers().values().stream()
                .filter(McpServerConfig.Sdk.class::isInstance)
                .map(server -> ((McpServerConfig.Sdk) server).name())
                .forEach(inProcess::add);
        if (!inProcess.isEmpty()) {
            fields.put("sdkMcpServers", inProcess);
        }
        return fields;
    }

    private static Map<String, Object> subagent(String name, Map<String, Object> definition) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        definition.forEach((field, value) -> {
            switch (field) {
                case "prompt" -> json.put("systemPrompt", value);
                case "model" -> json.put("modelConfig", Map.of("model", value));
                case "maxTurns" -> json.put("runConfig", Map.of("max_turns", value));
                default -> json.put(field, value);
            }
        });
        json.put("level", "session");
        return json;
    }

    @Override
    public Map<String, Object> request(String subtype, Map<String, ?> fields) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("subtype", REQUESTS.getOrDefault(subtype, subtype));
        request.putAll(fields);
        if (subtype.equals("set_permission_mode") && fields.get("mode") instanceof String mode) {
            request.put("mode", MODES.getOrDefault(mode, mode));
        }
        // Measured: a list becomes a server called "0".
        if (subtype.equals("initialize") && fields.get("sdkMcpServers") instanceof List<?> names) {
            Map<String, Object> byName = new LinkedHashMap<>();
            names.forEach(name -> byName.put(
                    String.valueOf(name),
                    McpServerConfig.sdk(String.valueOf(name)).toJson()));
            request.put("sdkMcpServers", byName);
        }
        return request;
    }
}

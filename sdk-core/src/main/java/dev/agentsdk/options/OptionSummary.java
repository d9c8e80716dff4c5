package dev.agentsdk.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is set in options, for logs: names and choices, no texts and no values that may be secret. */
final class OptionSummary {

    private final List<String> parts = new ArrayList<>();

    private OptionSummary() {}

    static String of(AgentOptions options, @Nullable CliDialect chosen) {
        OptionSummary summary = new OptionSummary();
        summary.add(options, chosen);
        return "AgentOptions" + summary.parts;
    }

    private void add(AgentOptions options, @Nullable CliDialect chosen) {
        value("cliPath", options.cliPath());
        value("dialect", Optional.ofNullable(chosen));
        value(
                "systemPrompt",
                options.systemPrompt().map(prompt -> prompt.getClass().getSimpleName()));
        models(options.models());
        tools(options.toolAccess());
        permissions(options.permissionPolicy());
        conversation(options.conversation());
        budget(options.budget());
        workspace(options.workspace());
        settings(options.settings());
        startup(options.startup());
        flag("sessionStore", options.sessionStore().isPresent());
        output(options.output());
        names("subagents", options.subagents().definitions());
        value("subagents.main", options.subagents().main());
        flag("subagents.forwardText", options.subagents().forwardText());
        flag("subagents.progressSummaries", options.subagents().progressSummaries());
        flag("subagents.stoppedOneByOne", options.subagents().stoppedOneByOne());
        mcp(options.mcpServers());
        environment(options.environment());
        names("extraArgs", options.extraArgs());
        debugging(options.debugging());
        flag("permissionCallback", options.permissionCallback().isPresent());
        list(
                "hooks",
                options.hooks().stream()
                        .map(hook -> hook.event().name())
                        .distinct()
                        .toList());
        names("toolServers", options.toolServers());
        flag("elicitationCallback", options.elicitationCallback().isPresent());
        flag("userDialogCallback", options.userDialogCallback().isPresent());
        flag("versionCheck=false", !options.versionCheck());
    }

    private void models(Models models) {
        value("model", models.model());
        list("fallbacks", models.fallbacks());
        value("effort", models.effort());
        value("thinking", models.thinking());
        list("betas", models.betas());
    }

    private void tools(ToolAccess tools) {
        value("baseTools", tools.base());
        list("allowedTools", tools.allowed());
        list("disallowedTools", tools.disallowed());
        value("skills", tools.skills());
        names("toolAliases", tools.aliases());
        value("questionPreview", tools.questionPreview());
    }

    private void permissions(PermissionPolicy policy) {
        value("permissionMode", policy.mode());
        value("promptTool", policy.promptTool());
        value("prompts", policy.prompts());
        flag("bypassAllowed", policy.bypassAllowed());
        flag("planInstructions", policy.planInstructions().isPresent());
    }

    private void conversation(Conversation conversation) {
        value("resume", conversation.resume());
        flag("continueConversation", conversation.continueLatest());
        flag("fork", conversation.fork());
        value("sessionId", conversation.sessionId());
        value("resumeAt", conversation.resumeAt());
        value("resumeDropsTurn", conversation.resumeDropsTurn());
        flag("unpersisted", !conversation.persisted());
        flag("title", conversation.title().isPresent());
    }

    private void budget(Budget budget) {
        budget.maxTurns().ifPresent(turns -> parts.add("maxTurns=" + turns));
        value("maxUsd", budget.maxUsd());
        budget.taskTokens().ifPresent(tokens -> parts.add("taskTokens=" + tokens));
    }

    private void workspace(Workspace workspace) {
        value("cwd", workspace.cwd());
        list("additionalDirectories", workspace.additionalDirectories());
        value("configRoot", workspace.configRoot());
        list("plugins", workspace.plugins());
        flag("fileCheckpointing", workspace.fileCheckpointing());
        value("user", workspace.user());
    }

    private void settings(Settings settings) {
        value("settings", settings.file());
        flag("settings", settings.json().isPresent());
        flag("sandbox", settings.sandbox().isPresent());
        flag("managedSettings", settings.managed().isPresent());
        value("settingSources", settings.sources());
    }

    private void startup(Startup startup) {
        startup.flags()
                .forEach((flag, value) ->
                        parts.add(value.map(text -> flag + "=" + text).orElse(flag)));
    }

    private void output(Output output) {
        flag("includePartialMessages", output.partialMessages());
        flag("hookEvents", output.hookEvents());
        flag("replayedUserMessages", output.replayedUserMessages());
        flag("promptSuggestions", output.promptSuggestions());
    }

    private void mcp(McpServers servers) {
        names("mcpServers", servers.servers());
        flag("mcpConfig", servers.config().isPresent());
        flag("strictMcpConfig", servers.strict());
    }

    private void environment(Environment environment) {
        value("inheritedEnv", environment.allowed());
        names("env", environment.entries());
        flag("traceContext", environment.traceContext().isPresent());
    }

    private void debugging(Debugging debugging) {
        flag("debugging", debugging.enabled());
    }

    private void value(String name, Optional<?> value) {
        value.ifPresent(present -> parts.add(name + "=" + present));
    }

    private void list(String name, List<?> values) {
        if (!values.isEmpty()) {
            parts.add(name + "=" + values);
        }
    }

    private void names(String name, Map<String, ?> values) {
        if (!values.isEmpty()) {
            parts.add(name + "=" + values.keySet());
        }
    }

    private void flag(String name, boolean set) {
        if (set) {
            parts.add(name);
        }
    }
}

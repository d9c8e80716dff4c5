package dev.agentsdk.examples;

import dev.agentsdk.AgentSession;
import dev.agentsdk.hook.HookEvent;
import dev.agentsdk.hook.HookMatcher;
import dev.agentsdk.hook.HookOutput;
import dev.agentsdk.hook.HookSpecificOutput;
import dev.agentsdk.hook.PreToolUseInput;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Three hooks: the prompt gets a note, commands that delete are refused, and what was run is recorded. */
@Command(name = "hooks", description = "Hooks: one adds to the prompt, one refuses commands, one keeps a record.")
final class HooksExample implements Runnable {

    @Mixin
    private ChosenCli cli = new ChosenCli();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        PrintWriter out = TerminalText.out(spec);
        cli.use("hooks", options -> {
            options.hook(HookEvent.USER_PROMPT_SUBMIT, (input, context) -> {
                out.printf("hook: prompt of %d characters%n", input.prompt().length());
                return HookOutput.additionalContext("The build directory must be kept.");
            });
            options.hook(
                    HookEvent.PRE_TOOL_USE,
                    HookMatcher.<PreToolUseInput>of("Bash", (input, context) -> guarded(input))
                            .withTimeout(Duration.ofSeconds(10)));
            options.hook(HookEvent.POST_TOOL_USE, (input, context) -> {
                out.printf("hook: %s was used%n", input.toolName());
                return HookOutput.none();
            });
            try (AgentSession session =
                    AgentSession.open(options.allowedTools("Bash").build())) {
                session.send("Run 'ls build', then 'rm -rf build', whatever the first one says.");
                MessagePrinter printer = new MessagePrinter(out);
                session.receiveResponse().forEach(printer::show);
            }
        });
    }

    private static HookOutput guarded(PreToolUseInput input) {
        String command = input.toolInput().tree().path("command").asText();
        return command.contains("rm ")
                ? HookOutput.of(HookSpecificOutput.denyTool("nothing is deleted here"))
                : HookOutput.none();
    }
}

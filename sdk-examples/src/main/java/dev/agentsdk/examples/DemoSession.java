package dev.agentsdk.examples;

import dev.agentsdk.AgentSession;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.ContentBlock;
import dev.agentsdk.message.InitMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.message.StreamEvent;
import dev.agentsdk.message.ToolResultBlock;
import dev.agentsdk.message.ToolUseBlock;
import dev.agentsdk.message.UserMessage;
import dev.agentsdk.spi.ExitReport;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A session from open to close: shows the answer while it is made, the tools at work, the result, and how the agent ended.
 */
@Command(name = "demo", description = "One session: the answer as it is made, a tool call, the result, the ending.")
final class DemoSession implements Runnable {

    @Mixin
    private ChosenCli cli = new ChosenCli();

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "What to say. Default: ${DEFAULT-VALUE}",
            defaultValue = "Which source files are there?")
    private String prompt = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        cli.use("demo", options -> {
            long start = System.nanoTime();
            AgentSession session =
                    AgentSession.open(options.includePartialMessages(true).build());
            try (session) {
                out.printf(
                        Locale.ROOT,
                        "open: process %d in %.0f ms%s%n",
                        session.pid().orElse(-1),
                        (System.nanoTime() - start) / 1e6,
                        cli.isDemo() ? " (the built-in demo CLI)" : "");
                out.printf("you: %s%n", prompt);
                session.send(prompt);
                Transcript transcript = new Transcript(out);
                session.receiveResponse().forEach(transcript::show);
            }
            ExitReport report = session.exitReport().orElseThrow();
            out.printf("close: %s%n", report.summary());
        });
    }

    /** Prints messages as a person wants to read them. */
    private static final class Transcript {
        private final PrintWriter out;

        /** Whether the text of the next whole message was already shown in parts. */
        private boolean shownInParts;

        Transcript(PrintWriter out) {
            this.out = out;
        }

        void show(Message message) {
            if (message instanceof InitMessage init) {
                out.printf(
                        "init: model %s, %d tools%n",
                        init.model().orElse("?"), init.tools().size());
            } else if (message instanceof StreamEvent part && part.textDelta().isPresent()) {
                if (!shownInParts) {
                    out.print("agent: ");
                    shownInParts = true;
                }
                out.print(part.textDelta().get());
                out.flush();
            } else if (message instanceof AssistantMessage answer) {
                showAnswer(answer);
            } else if (message instanceof UserMessage user) {
                user.content().forEach(this::showToolResult);
            } else if (message instanceof ResultMessage result) {
                showResult(result);
            }
        }

        private void showAnswer(AssistantMessage answer) {
            if (!answer.text().isEmpty()) {
                if (shownInParts) {
                    out.println();
                } else {
                    out.printf("agent: %s%n", answer.text());
                }
                shownInParts = false;
            }
            for (ToolUseBlock call : answer.toolUses()) {
                out.printf("tool: %s %s%n", call.name(), call.input().text());
            }
        }

        private void showToolResult(ContentBlock block) {
            if (block instanceof ToolResultBlock result) {
                String mark = result.isError() ? "  ! " : "  | ";
                result.text().lines().forEach(line -> out.println(mark + line));
            }
        }

        private void showResult(ResultMessage result) {
            out.printf(
                    Locale.ROOT,
                    "result: %s, turns %d, %.2f s, $%.4f%n",
                    result.isError() ? "error (" + result.errorText() + ")" : result.subtype(),
                    result.numTurns(),
                    result.duration().toMillis() / 1e3,
                    result.totalCostUsd().orElse(0));
        }
    }
}

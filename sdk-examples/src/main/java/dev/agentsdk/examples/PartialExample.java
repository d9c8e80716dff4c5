package dev.agentsdk.examples;

import dev.agentsdk.AgentSession;
import dev.agentsdk.message.ContentBlock;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.PartialMessage;
import dev.agentsdk.message.PartialMessages;
import dev.agentsdk.message.StreamEvent;
import dev.agentsdk.message.TextBlock;
import dev.agentsdk.message.ToolUseBlock;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** An answer while it is made: put together from its parts, so that an application can show all of it at any time. */
@Command(name = "partial", description = "An answer that is put together from its parts while it is made.")
final class PartialExample implements Runnable {

    @Mixin
    private ChosenCli cli = new ChosenCli();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        PrintWriter out = TerminalText.out(spec);
        cli.use("partial", options -> {
            try (AgentSession session =
                    AgentSession.open(options.includePartialMessages(true).build())) {
                session.send("Look at the files in src, and say which there are.");
                PartialMessages answers = new PartialMessages();
                int parts = 0;
                for (Message message : session.receiveResponse()) {
                    if (message instanceof StreamEvent event) {
                        parts++;
                        // One answer for the main conversation, one for each subagent at work.
                        PartialMessage answer = answers.accept(event);
                        show(event, answer, parts, out);
                    }
                }
            }
        });
    }

    private static void show(StreamEvent event, PartialMessage answer, int parts, PrintWriter out) {
        if (event.textDelta().isPresent()) {
            out.printf("part %d: %s%n", parts, answer.text());
        } else if (event.delta()
                .filter(delta -> delta.type().equals("input_json_delta"))
                .isPresent()) {
            out.printf(
                    "part %d: input %s%n", parts, answer.inputText(event.index().orElse(0)));
        } else if (answer.isComplete()) {
            out.printf(
                    "complete: %d blocks, stop reason %s%n",
                    answer.content().size(), answer.stopReason().orElse("?"));
            answer.content().forEach(block -> out.printf("  %s%n", described(block)));
        }
    }

    private static String described(ContentBlock block) {
        if (block instanceof TextBlock text) {
            return "text of " + text.text().length() + " characters";
        }
        if (block instanceof ToolUseBlock call) {
            return "tool " + call.name() + " " + call.input().text();
        }
        return block.getClass().getSimpleName();
    }
}

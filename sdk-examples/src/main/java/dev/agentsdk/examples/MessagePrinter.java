package dev.agentsdk.examples;

import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.ContentBlock;
import dev.agentsdk.message.InitMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.message.StreamEvent;
import dev.agentsdk.message.ToolResultBlock;
import dev.agentsdk.message.ToolUseBlock;
import dev.agentsdk.message.UserMessage;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints messages as a person wants to read them. Lines of the agent's text cannot be taken for lines of this program. */
final class MessagePrinter {
    private static final String INDENTATION = "       ";

    private final PrintWriter out;

    /** Whether the text of the next whole message was already shown in parts. */
    private boolean shownInParts;

    MessagePrinter(PrintWriter out) {
        this.out = out;
    }

    void show(Message message) {
        if (message instanceof InitMessage init) {
            out.printf(
                    "init: model %s, %d tools%n",
                    TerminalText.line(init.model().orElse("?")), init.tools().size());
        } else if (message instanceof StreamEvent part && part.textDelta().isPresent()) {
            if (!shownInParts) {
                out.print("agent: ");
                shownInParts = true;
            }
            out.print(TerminalText.indented(part.textDelta().get(), INDENTATION));
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
                out.printf("agent: %s%n", TerminalText.indented(answer.text(), INDENTATION));
            }
            shownInParts = false;
        }
        for (ToolUseBlock call : answer.toolUses()) {
            out.printf(
                    "tool: %s %s%n",
                    TerminalText.line(call.name()),
                    TerminalText.line(call.input().text()));
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
                TerminalText.line(result.isError() ? "error (" + result.errorText() + ")" : result.subtype()),
                result.numTurns(),
                result.duration().toMillis() / 1e3,
                result.totalCostUsd().orElse(0));
    }
}

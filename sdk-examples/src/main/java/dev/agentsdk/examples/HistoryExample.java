package dev.agentsdk.examples;

import dev.agentsdk.AgentQuery;
import dev.agentsdk.errors.AgentException;
import dev.agentsdk.history.ForkOptions;
import dev.agentsdk.history.HistoryLocation;
import dev.agentsdk.history.SessionHistory;
import dev.agentsdk.history.SessionInfo;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.UserMessage;
import dev.agentsdk.options.AgentOptions;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the agent keeps of its sessions: makes one, and then lists, reads, renames, tags, forks and deletes. */
@Command(
        name = "history",
        description = "Makes a session; then lists, reads, renames, tags and forks it, and deletes the fork.")
final class HistoryExample implements Runnable {

    @Mixin
    private ChosenCli cli = new ChosenCli();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        PrintWriter out = TerminalText.out(spec);
        cli.use("remember", builder -> {
            AgentOptions options = builder.build();
            String id = AgentQuery.ask("Say hello in one sentence.", options)
                    .sessionId()
                    .orElseThrow();
            HistoryLocation location = options.historyLocation();
            SessionHistory history = SessionHistory.onDisk(location);
            if (history.info(id).isEmpty()) {
                throw new AgentException("The agent keeps no session " + id + " below " + location.projectsDirectory()
                        + ". Does it run with another HOME or CLAUDE_CONFIG_DIR?");
            }
            show("made", history, id, out);
            history.rename(id, "The first hello");
            history.tag(id, "example");
            show("named", history, id, out);
            for (Message message : history.messages(id)) {
                if (message instanceof UserMessage user) {
                    out.printf("  you: %s%n", user.text());
                } else if (message instanceof AssistantMessage answer) {
                    out.printf("  agent: %s%n", answer.text());
                }
            }
            String fork = history.fork(id, ForkOptions.defaults().title("Another way"));
            show("forked", history, fork, out);
            out.printf(
                    "there are %d sessions of this directory%n", history.list().size());
            String go = AgentQuery.ask(
                            "Say goodbye.", options.toBuilder().resume(fork).build())
                    .result()
                    .orElse("");
            out.printf("the fork goes on: %s%n", go);
            history.delete(fork);
            out.printf("without the fork: %s%n", history.info(fork).isEmpty());
        });
    }

    private static void show(String what, SessionHistory history, String id, PrintWriter out) {
        SessionInfo info = history.info(id).orElseThrow();
        out.printf(
                "%s: %s, %s, tag %s%n",
                what,
                info.sessionId(),
                info.title().orElse(info.summary()),
                info.tag().orElse("none"));
    }
}

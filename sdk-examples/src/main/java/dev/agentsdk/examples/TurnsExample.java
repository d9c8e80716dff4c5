package dev.agentsdk.examples;

import dev.agentsdk.AgentSession;
import dev.agentsdk.control.RunState;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.message.StreamEvent;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A session of three turns, the second of which is interrupted while the agent talks. */
@Command(name = "turns", description = "Three turns of a session; the second is interrupted.")
final class TurnsExample implements Runnable {

    @Mixin
    private ChosenCli cli = new ChosenCli();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        PrintWriter out = TerminalText.out(spec);
        cli.use("turns", options -> {
            try (AgentSession session =
                    AgentSession.open(options.includePartialMessages(true).build())) {
                turn(session, "Say hello in one sentence.", false, out);
                ResultMessage cut = turn(session, "Count from 1 to 500, one number a line.", true, out);
                out.printf("interrupted: %s%n", cut.isInterrupted());
                // Nothing of the interrupted turn is left over for this one.
                turn(session, "Say goodbye in one sentence.", false, out);
                // A turn is over with its result, the run only when nothing in the background would begin another one.
                session.whenRunFinished().orTimeout(1, TimeUnit.MINUTES).join();
                RunState state = session.runState();
                out.printf("finished: %s, in the background: %s%n", state.finished(), state.backgroundAgents());
            }
        });
    }

    private static ResultMessage turn(AgentSession session, String prompt, boolean interrupt, PrintWriter out) {
        out.printf("you: %s%n", prompt);
        session.send(prompt);
        MessagePrinter printer = new MessagePrinter(out);
        boolean still = interrupt;
        ResultMessage result = null;
        for (Message message : session.receiveResponse()) {
            printer.show(message);
            if (still && message instanceof StreamEvent part && part.textDelta().isPresent()) {
                session.interrupt();
                still = false;
            }
            if (message instanceof ResultMessage last) {
                result = last;
            }
        }
        if (result == null) {
            throw new IllegalStateException("A response ends with a result.");
        }
        return result;
    }
}

package dev.agentsdk.benchmarks;

import dev.agentsdk.AgentSession;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.message.StreamEvent;
import dev.agentsdk.options.AgentOptions;
import java.nio.file.Path;

/** This SDK, as an application uses it. */
final class Sdk {

    private Sdk() {}

    static AgentSession open(Path script) {
        return AgentSession.open(AgentOptions.builder().cliPath(script).build());
    }

    /** One turn; the time from the question to the result in the application's thread. */
    static double seconds(Path script, int expected) {
        try (AgentSession session = open(script)) {
            return turn(session, expected);
        }
    }

    static double turn(AgentSession session, int expected) {
        long start = System.nanoTime();
        session.send("go");
        int messages = 0;
        boolean ended = false;
        for (Message message : session.receiveResponse()) {
            if (message instanceof AssistantMessage || message instanceof StreamEvent) {
                messages++;
            }
            ended = message instanceof ResultMessage;
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (messages != expected || !ended) {
            throw new IllegalStateException("Came " + messages + " of " + expected + " messages.");
        }
        return seconds;
    }
}

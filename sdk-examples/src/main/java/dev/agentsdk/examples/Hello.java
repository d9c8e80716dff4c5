package dev.agentsdk.examples;

import dev.agentsdk.AgentSession;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.options.AgentOptions;

/** The example of the README, which a test compares with this file. */
public final class Hello {

    private Hello() {}

    /**
     * Asks the installed CLI for the failing tests.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        // README: begin
        AgentOptions options = AgentOptions.builder()
                .systemPrompt("You are a careful build engineer.")
                .allowedTools("Read", "Bash(mvn test:*)")
                .build();
        try (AgentSession session = AgentSession.open(options)) {
            session.send("Which tests fail, and why?");
            for (Message message : session.receiveResponse()) { // up to and including the result
                if (message instanceof AssistantMessage answer) {
                    System.out.println(answer.text());
                }
            }
        } // gone within 2 s, whatever the agent does
        // README: end
    }
}

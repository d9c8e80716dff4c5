package dev.agentsdk.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import org.springaicommunity.claude.agent.sdk.ClaudeClient;
import org.springaicommunity.claude.agent.sdk.ClaudeSyncClient;
import org.springaicommunity.claude.agent.sdk.parsing.ParsedMessage;
import org.springaicommunity.claude.agent.sdk.transport.CLIOptions;
import org.springaicommunity.claude.agent.sdk.types.AssistantMessage;

/** The best JVM SDK on Maven Central, driven as its guide says. */
final class Rival {

    static final String NAME = "claude-code-sdk 1.0.0";

    private Rival() {}

    /** One turn of so many assistant messages. */
    static double seconds(Path script, Path directory, int expected) throws IOException {
        CLIOptions options = CLIOptions.builder()
                .timeout(Duration.ofMinutes(10))
                .maxBufferSize(64 << 20)
                .build();
        ClaudeSyncClient client = ClaudeClient.sync(options)
                .workingDirectory(directory)
                .timeout(Duration.ofMinutes(10))
                .claudePath(script.toString())
                .build();
        try (client) {
            client.connect();
            long start = System.nanoTime();
            client.query("go");
            int messages = 0;
            Iterator<ParsedMessage> response = client.receiveResponse();
            while (response.hasNext()) {
                ParsedMessage message = response.next();
                if (message.isRegularMessage() && message.asMessage() instanceof AssistantMessage) {
                    messages++;
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            // It is known to lose a few when its queue is full.
            if (messages < expected * 0.9) {
                throw new IOException(NAME + " delivered " + messages + " of " + expected + " messages.");
            }
            return seconds;
        }
    }
}

package dev.agentsdk.e2e.support;

import dev.agentsdk.testing.TransportContract.Behaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Agents for the transport contract, as shell scripts. */
public final class Scripts {

    private Scripts() {}

    /** {@return the path of a script that behaves so} */
    public static Path agent(Path dir, Behaviour behaviour) throws IOException {
        String body = switch (behaviour) {
            case ECHO -> "exec cat";
            case LAST_WORDS -> "printf 'first\\nsecond\\nthird\\n'; exit 3";
            case DEAF -> "exec sleep 1000";
            case FLOOD -> "exec yes 'a line of the flood'";
        };
        Path script = dir.resolve(behaviour + ".sh");
        if (!Files.exists(script)) {
            // Written once: a script that is open for writing somewhere cannot be executed.
            Files.writeString(script, "#!/bin/sh\n" + body + "\n");
            if (!script.toFile().setExecutable(true)) {
                throw new IOException("Not made executable: " + script);
            }
        }
        return script;
    }
}

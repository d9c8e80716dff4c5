package dev.agentsdk.benchmarks;

import dev.agentsdk.AgentSession;
import java.io.PrintStream;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Run in a fresh JVM: starts one child and says how long that took. Logging is set up before the clock runs, as it is in
 * an application by the time it opens a session.
 */
public final class FirstOpen {

    private FirstOpen() {}

    /**
     * Prints the nanoseconds.
     *
     * @param arguments {@code sdk} or {@code jdk}, and the agent
     * @throws Exception if it fails
     */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        LoggerFactory.getLogger(FirstOpen.class).debug("Logging is there");
        Path script = Path.of(arguments[1]);
        long start = System.nanoTime();
        if (arguments[0].equals("sdk")) {
            AgentSession session = Sdk.open(script);
            out.println(System.nanoTime() - start);
            session.close();
        } else {
            Process process = new ProcessBuilder(script.toString()).start();
            out.println(System.nanoTime() - start);
            process.getOutputStream().close();
            process.waitFor();
        }
    }
}

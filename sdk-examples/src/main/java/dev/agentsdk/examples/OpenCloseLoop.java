package dev.agentsdk.examples;

import dev.agentsdk.AgentSession;
import dev.agentsdk.options.AgentOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Opens and closes sessions in a loop, as a server does, and shows what that costs and leaves. */
@Command(name = "loop", description = "Opens and closes sessions in a loop; shows times, descriptors and threads.")
final class OpenCloseLoop implements Runnable {

    @Mixin
    private ChosenCli cli = new ChosenCli();

    @Option(
            names = "--sessions",
            paramLabel = "N",
            description = "How many. Default: ${DEFAULT-VALUE}",
            defaultValue = "1000")
    private int sessions;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        if (sessions < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--sessions takes a positive number, not " + sessions + ".");
        }
        PrintWriter out = TerminalText.out(spec);
        cli.use("init say:Hello result", builder -> {
            AgentOptions options = builder.build();
            // The first one loads classes and the native library, whose files stay open.
            oneSession(options, new long[1], new long[1], 0);
            Resources before = Resources.now();
            long[] opens = new long[sessions];
            long[] closes = new long[sessions];
            for (int i = 0; i < sessions; i++) {
                oneSession(options, opens, closes, i);
                progress(out, i + 1);
            }
            print(out, "open ", opens);
            print(out, "close", closes);
            Resources after = Resources.now();
            out.printf("descriptors: %s before, %s after%n", before.descriptors(), after.descriptors());
            out.printf("threads:     %d before, %d after%n", before.threads(), after.threads());
            out.printf("children:    %d after%n", after.children());
        });
    }

    private static void oneSession(AgentOptions options, long[] opens, long[] closes, int index) {
        long start = System.nanoTime();
        AgentSession session = AgentSession.open(options);
        opens[index] = System.nanoTime() - start;
        try (session) {
            session.send("Hello");
            session.receiveResponse().result();
            start = System.nanoTime();
        }
        closes[index] = System.nanoTime() - start;
    }

    private void progress(PrintWriter out, int done) {
        if (done % Math.max(1, sessions / 10) == 0 || done == sessions) {
            out.printf("%d of %d sessions%n", done, sessions);
        }
    }

    private static void print(PrintWriter out, String what, long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        out.printf(
                Locale.ROOT,
                "%s  p50 %.2f ms, p99 %.2f ms, max %.2f ms%n",
                what,
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6,
                sorted[sorted.length - 1] / 1e6);
    }

    /** What a leak would show in. */
    private record Resources(String descriptors, int threads, long children) {
        static Resources now() {
            String[] open = Path.of("/proc/self/fd").toFile().list();
            return new Resources(
                    open == null ? "(not known on this platform)" : Integer.toString(open.length),
                    Thread.getAllStackTraces().size(),
                    ProcessHandle.current().children().count());
        }
    }
}

package dev.agentsdk.examples;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.AgentSession;
import dev.agentsdk.permission.PermissionDecision;
import dev.agentsdk.permission.PermissionRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks on the terminal before the agent uses a tool. There is no time limit on the answer but the person's patience. */
@Command(name = "permissions", description = "Asks before a tool is used: yes, no, always, or only as a dry run.")
final class PermissionsExample implements Runnable {

    private enum Answer {
        YES,
        NO,
        ALWAYS,
        DRY;

        /** By its first letter or more of it. */
        static Optional<Answer> of(String text) {
            String begin = text.strip().toUpperCase(Locale.ROOT);
            for (Answer answer : values()) {
                if (!begin.isEmpty() && answer.name().startsWith(begin)) {
                    return Optional.of(answer);
                }
            }
            return Optional.empty();
        }
    }

    /** More of a tool's input is not shown, which is said. */
    private static final int MAX_SHOWN = 4_000;

    @Mixin
    private ChosenCli cli = new ChosenCli();

    @Option(
            names = "--answer",
            split = ",",
            paramLabel = "ANSWER",
            description = "yes, no, always, dry: what to answer instead of asking; one for each question.")
    private List<Answer> given = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Deque<Answer> prepared = new ArrayDeque<>();
    private final BufferedReader terminal =
            new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));

    @Override
    public void run() {
        PrintWriter out = TerminalText.out(spec);
        prepared.addAll(given);
        cli.use("permissions", options -> {
            try (AgentSession session =
                    AgentSession.open(options.permissionCallback((request, cancellation) -> decide(request, out))
                            .build())) {
                session.send("Run the command 'mvn clean', then 'mvn test'.");
                MessagePrinter printer = new MessagePrinter(out);
                session.receiveResponse().forEach(printer::show);
            }
        });
    }

    /** On a thread of the session: the agent waits, everything else goes on. */
    private synchronized PermissionDecision decide(PermissionRequest request, PrintWriter out) throws IOException {
        return switch (ask(request, out)) {
            case YES -> PermissionDecision.allow();
            case NO -> PermissionDecision.deny("The user said no.");
            // The agent's own proposal of a rule, so that it need not ask again.
            case ALWAYS -> PermissionDecision.allow().withUpdatedPermissions(request.suggestions());
            case DRY -> dryRun(request);
        };
    }

    private static PermissionDecision dryRun(PermissionRequest request) {
        JsonNode command = request.input().tree().path("command");
        return command.isTextual()
                ? PermissionDecision.allow().withUpdatedInput(Map.of("command", "echo " + command.textValue()))
                : PermissionDecision.deny("There is no dry run of this tool.");
    }

    /**
     * What the agent wants, each on a line of its own that begins as no question does. Escaped, since the model chooses the
     * text: it must neither move the cursor nor look like another question.
     */
    private static void show(PermissionRequest request, PrintWriter out) {
        out.println("> tool:  " + shown(request.toolName()));
        out.println("> input: " + shown(request.input().text()));
    }

    private static String shown(String text) {
        String line = TerminalText.line(text);
        return line.length() <= MAX_SHOWN
                ? line
                : line.substring(0, MAX_SHOWN) + " … NOT ALL IS SHOWN: " + (line.length() - MAX_SHOWN)
                        + " characters more";
    }

    private Answer ask(PermissionRequest request, PrintWriter out) throws IOException {
        show(request, out);
        String question = "? Allow it? [yes/no/always/dry] ";
        if (!prepared.isEmpty()) {
            Answer answer = prepared.remove();
            out.println(question + answer.name().toLowerCase(Locale.ROOT));
            return answer;
        }
        while (true) {
            out.print(question);
            out.flush();
            String line = terminal.readLine();
            if (line == null) {
                out.println("(nobody is there: no)");
                return Answer.NO;
            }
            Optional<Answer> answer = Answer.of(line);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
    }
}

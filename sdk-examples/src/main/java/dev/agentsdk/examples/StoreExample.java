package dev.agentsdk.examples;

import dev.agentsdk.AgentQuery;
import dev.agentsdk.history.InMemorySessionStore;
import dev.agentsdk.history.SessionHistory;
import dev.agentsdk.history.SessionInfo;
import dev.agentsdk.history.SessionStoreSettings;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.options.AgentOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Mirrors a session into a store, and goes on with it from there: on another machine it would be the same. */
@Command(name = "store", description = "Mirrors a session into a store, and resumes it from there.")
final class StoreExample implements Runnable {

    @Mixin
    private ChosenCli cli = new ChosenCli();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        PrintWriter out = TerminalText.out(spec);
        cli.use("remember", builder -> {
            // An application has its own: two methods over a database or S3 are enough.
            InMemorySessionStore store = new InMemorySessionStore();
            AgentOptions options = builder.sessionStore(
                            store,
                            SessionStoreSettings.defaults()
                                    .failureListener(failure -> out.printf("not mirrored: %s%n", failure.error())))
                    .build();
            ResultMessage first = AgentQuery.ask("Remember the number 7.", options);
            out.printf("first: %s%n", first.result().orElse(""));
            String id = first.sessionId().orElseThrow();
            SessionHistory stored = SessionHistory.inStore(store, options.cwd().orElse(Path.of("")));
            for (SessionInfo session : stored.list()) {
                out.printf(
                        "in the store: %s, %d messages%n",
                        session.firstPrompt().orElse("?"),
                        stored.messages(session.sessionId()).size());
            }
            ResultMessage second = AgentQuery.ask(
                    "Which number was it?", options.toBuilder().resume(id).build());
            out.printf("second: %s%n", second.result().orElse(""));
            out.printf("in the store: %d messages%n", stored.messages(id).size());
        });
    }
}

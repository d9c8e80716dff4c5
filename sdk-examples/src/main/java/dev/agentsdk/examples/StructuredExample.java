package dev.agentsdk.examples;

import dev.agentsdk.AgentQuery;
import dev.agentsdk.schema.Description;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** An answer in the form of a record: its schema goes to the agent, and its value comes back. */
@Command(name = "structured", description = "A question whose answer is a record.")
final class StructuredExample implements Runnable {

    /** What is asked for. */
    record Book(
            String title,
            String author,
            @Description("of the first edition") int year,

            @Description("the titles of its first chapters, at most 3")
            List<String> chapters) {}

    @Mixin
    private ChosenCli cli = new ChosenCli();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        PrintWriter out = TerminalText.out(spec);
        cli.use("structured", options -> {
            Book book = AgentQuery.ask("Name a book about chemistry.", options.build(), Book.class);
            out.printf("%s, by %s, %d%n", book.title(), book.author(), book.year());
            book.chapters().forEach(chapter -> out.printf("  %s%n", chapter));
        });
    }
}

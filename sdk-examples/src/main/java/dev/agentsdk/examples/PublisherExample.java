package dev.agentsdk.examples;

import dev.agentsdk.AgentQuery;
import dev.agentsdk.message.Message;
import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Messages as a Flow.Publisher, taken one at a time: what is not asked for waits, and holds the agent back. */
@Command(name = "publisher", description = "Messages as a Flow.Publisher, asked for one by one.")
final class PublisherExample implements Runnable {

    @Mixin
    private ChosenCli cli = new ChosenCli();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        PrintWriter out = TerminalText.out(spec);
        cli.use("demo", options -> {
            try (AgentQuery query = AgentQuery.start("Which source files are there?", options.build())) {
                Printing subscriber = new Printing(out);
                query.messagePublisher().subscribe(subscriber);
                int messages = subscriber.done.orTimeout(10, TimeUnit.MINUTES).join();
                out.printf("done: %d messages%n", messages);
            }
        });
    }

    /** Prints each message, and only then asks for the next one. */
    private static final class Printing implements Flow.Subscriber<Message> {
        final CompletableFuture<Integer> done = new CompletableFuture<>();
        private final MessagePrinter printer;
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        private int messages;

        Printing(PrintWriter out) {
            printer = new MessagePrinter(out);
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
            given.request(1);
        }

        @Override
        public void onNext(Message message) {
            messages++;
            printer.show(message);
            subscription.join().request(1);
        }

        @Override
        public void onError(Throwable error) {
            done.completeExceptionally(error);
        }

        @Override
        public void onComplete() {
            done.complete(messages);
        }
    }
}

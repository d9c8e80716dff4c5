package dev.agentsdk.examples;

import dev.agentsdk.process.BatchOutcome;
import dev.agentsdk.process.ChildListener;
import dev.agentsdk.process.ChildSpec;
import dev.agentsdk.process.ChildStatus;
import dev.agentsdk.process.OutputLimit;
import dev.agentsdk.process.OutputLine;
import dev.agentsdk.process.ProcessBatch;
import dev.agentsdk.process.ProcessEvent;
import dev.agentsdk.process.ProcessFailedException;
import dev.agentsdk.process.ProcessInput;
import dev.agentsdk.process.ProcessResult;
import dev.agentsdk.process.ProcessRunner;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.ProcessStartException;
import dev.agentsdk.process.ProcessStream;
import dev.agentsdk.process.ProcessSupervisor;
import dev.agentsdk.process.RestartPolicy;
import dev.agentsdk.process.SupervisorException;
import dev.agentsdk.process.TeardownPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** The examples of the guide to the process layer, {@code docs/processes.md}, which a test compares with this file. */
final class ProcessGuide {

    private ProcessGuide() {}

    static void run() {
        // GUIDE: begin
        ProcessResult result = ProcessRunner.create().run(ProcessSpec.of("sh", "-c", "echo out; echo err >&2; exit 3"));

        System.out.println(result.exitCode().getAsInt()); // 3: data, no exception
        System.out.println(result.stdout().text().strip()); // out
        System.out.println(result.stderr().lines()); // [err]
        // GUIDE: end
    }

    static void orThrow() {
        // GUIDE: begin
        try {
            ProcessRunner.create().run(ProcessSpec.of("cat", "/no/such/file")).orThrow();
        } catch (ProcessFailedException e) {
            // cat exited with code 1 after 0.004 s. The end of its stderr: cat: /no/such/file: No such file or
            // directory
            System.out.println(e.getMessage());
            System.out.println(e.result().reason()); // EXITED
        }
        // GUIDE: end
    }

    static void specification(Path directory) {
        // GUIDE: begin
        ProcessSpec spec = ProcessSpec.of("sort", "-r")
                .withCwd(directory)
                .withEnvironment(Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C"))
                .withStdin(ProcessInput.of("one\ntwo\nthree\n"))
                .withStderrMerged(true);

        System.out.println(ProcessRunner.create().run(spec).stdout().lines()); // [two, three, one]
        // GUIDE: end
    }

    static void timeout() {
        // GUIDE: begin
        ProcessRunner runner = ProcessRunner.create()
                .withTimeout(Duration.ofMillis(500))
                .withGraces(Duration.ofSeconds(2), Duration.ofSeconds(1)); // after SIGTERM, after SIGKILL: the defaults
        ProcessResult result = runner.run(ProcessSpec.of("sh", "-c", "echo half of it; exec sleep 60"));

        System.out.println(result.reason()); // TIMED_OUT
        System.out.println(result.stdout().text().strip()); // half of it
        System.out.println(result.summary()); // sh was ended by signal 15 after 0.51 s, because its time was up
        // GUIDE: end
    }

    static void limits() throws IOException {
        // GUIDE: begin
        ProcessRunner runner = ProcessRunner.create()
                .withOutputLimits(OutputLimit.spill(1 << 20), OutputLimit.keepLast(4096)); // stdout, stderr
        ProcessResult result = runner.run(ProcessSpec.of("seq", "1", "1000000"));

        Path file = result.stdout().file().orElseThrow(); // it was more than 1 MiB
        System.out.println(Files.size(file)); // 6888896
        Files.delete(file); // it is the caller's
        // GUIDE: end
    }

    static void lines() {
        // GUIDE: begin
        try (ProcessStream<OutputLine> lines = ProcessRunner.create().lines(ProcessSpec.of("seq", "1", "1000000"))) {
            for (OutputLine line : lines) { // as they come; the process waits while this loop is busy
                System.out.println(line.source() + " " + line.text());
                if (line.text().equals("3")) {
                    break;
                }
            }
        } // ended here
        // GUIDE: end
    }

    static void consumer() {
        // GUIDE: begin
        ProcessResult result = ProcessRunner.create()
                .run(ProcessSpec.of("sh", "-c", "echo 1; echo 2; exit 4"), line -> System.out.println(line.text()));

        System.out.println("exit code " + result.exitCode().getAsInt()); // exit code 4
        // GUIDE: end
    }

    static void future() {
        // GUIDE: begin
        CompletableFuture<ProcessResult> hello = ProcessRunner.create().runAsync(ProcessSpec.of("echo", "hello"));
        CompletableFuture<String> text =
                hello.thenApply(result -> result.orThrow().stdout().text());

        System.out.print(text.join()); // hello
        // GUIDE: end
    }

    // GUIDE: begin
    /** Counts lines, and takes the next one when it is done with the last. */
    static final class LineCounter implements Flow.Subscriber<ProcessEvent> {
        final CompletableFuture<String> told = new CompletableFuture<>();
        private Flow.Subscription subscription;
        private int lines;

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription = newSubscription;
            subscription.request(1);
        }

        @Override
        public void onNext(ProcessEvent event) {
            if (event instanceof ProcessResult result) { // the last element, whatever came of the run
                told.complete(lines + " lines, " + result.reason());
            } else {
                lines++;
            }
            subscription.request(1);
        }

        @Override
        public void onError(Throwable problem) {
            told.completeExceptionally(problem);
        }

        @Override
        public void onComplete() {}
    }
    // GUIDE: end

    static void flow() {
        // GUIDE: begin
        LineCounter counter = new LineCounter();
        ProcessRunner.create()
                .publishLines(ProcessSpec.of("seq", "1", "1000")) // a process for each subscriber
                .subscribe(counter);

        System.out.println(counter.told.join()); // 1000 lines, EXITED
        // GUIDE: end
    }

    static void batch() {
        // GUIDE: begin
        List<BatchOutcome> outcomes = ProcessBatch.builder(ProcessRunner.create())
                .concurrency(2)
                .timeout(Duration.ofMillis(500))
                .run(List.of(
                        ProcessSpec.of("echo", "hello"),
                        ProcessSpec.of("sleep", "60"),
                        ProcessSpec.of("no-such-program"),
                        ProcessSpec.of("false")));

        outcomes.forEach(outcome -> System.out.println(outcome.index() + " " + outcome.status()));
        // 0 SUCCESS, 1 TIMED_OUT, 2 ERROR, 3 FAILED
        // GUIDE: end
    }

    static void supervisor() throws InterruptedException {
        // GUIDE: begin
        try (ProcessSupervisor supervisor = ProcessSupervisor.builder().limit(8).build()) {
            supervisor.addListener(new ChildListener() {
                @Override
                public void onLine(String child, OutputLine line) {
                    System.out.println(child + ": " + line.text());
                }
            });
            supervisor.start(ChildSpec.of("clock", ProcessSpec.of("sh", "-c", "while :; do date; sleep 0.1; done"))
                    .withBufferedLines(100)
                    .withRestart(RestartPolicy.onFailure(5))); // after 0.5 s, 1 s, 2 s, 4 s, 8 s

            Thread.sleep(300);
            ChildStatus clock = supervisor.status("clock").orElseThrow();
            System.out.println(
                    clock.state() + " for " + clock.uptime().toMillis() + " ms, " + clock.lines() + " lines");
            System.out.println(supervisor.lines("clock").get(0).text());

            ChildStatus stopped =
                    supervisor.stop("clock", TeardownPlan.defaults().withEofGrace(Duration.ZERO));
            System.out.println(
                    stopped.lastExit().orElseThrow().exit().orElseThrow().stage()); // TERM
        } // stops all that live, at the same time, within 5 s
        // GUIDE: end
    }

    static void errors() {
        // GUIDE: begin
        try {
            ProcessRunner.create().run(ProcessSpec.of("bin/tool"));
        } catch (ProcessStartException e) {
            System.out.println(e.reason()); // INVALID_ARGUMENT
            System.out.println(
                    e.getMessage()); // The program bin/tool is a relative path, which could mean several files. …
        }
        try (ProcessSupervisor supervisor = ProcessSupervisor.builder().build()) {
            supervisor.stop("web");
        } catch (SupervisorException e) {
            System.out.println(e.reason()); // UNKNOWN_NAME
            System.out.println(e.getMessage()); // There is no child named web; there are none.
        }
        // GUIDE: end
    }
}

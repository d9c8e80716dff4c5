package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.JavaProgram;
import dev.agentsdk.e2e.support.LauncherNames;
import dev.agentsdk.e2e.support.Marked;
import dev.agentsdk.errors.AgentException;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.InitMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.process.JvmExit;
import dev.agentsdk.testing.FakeCli;
import dev.agentsdk.transport.SubprocessCliTransportFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application can choose for its sessions at the exit of the JVM; each in a JVM of its own that drains. */
@E2e
@Tag("R-99")
class JvmExitChoiceTest {

    private static final String TURN = "init sleep:3 say:the_whole_answer result";

    @TempDir
    Path dir;

    private final Marked marked = Marked.unique();

    @AfterEach
    void endWhatIsLeft() {
        marked.killAll();
    }

    private JavaProgram.Outcome run(String launcher, String option, String start, String turn, String close)
            throws Exception {
        return new JavaProgram(dir, Server.class)
                .run(launcher, dir.toString(), marked.mark(), option, start, turn, close)
                .assertSuccess();
    }

    private static Duration exitTook(JavaProgram.Outcome outcome) {
        return Duration.ofMillis(System.currentTimeMillis()
                - Long.parseLong(outcome.lines().stream()
                        .filter(line -> line.matches("\\d+"))
                        .findFirst()
                        .orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    void byDefaultATurnIsInterruptedAndItsPartialAnswerKept(String launcher) throws Exception {
        JavaProgram.Outcome outcome = run(launcher, "default", "ready", "init hang-turn", "close");

        assertThat(outcome.lines())
                .contains("text as far as it", "result interrupted")
                .contains("next TransportClosedException The session was closed because this JVM is shutting down.")
                .contains("send TransportClosedException The session was closed because this JVM is shutting down.");
        assertThat(marked.alive()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"posix, option", "jdk, option", "posix, property", "jdk, property"})
    void aTurnThatFitsIntoTheTimeEndsWell(String launcher, String how) throws Exception {
        JavaProgram program = new JavaProgram(dir, Server.class);
        if (how.equals("property")) {
            program.jvm("-D" + JvmExit.PROPERTY + "=wait:30");
        }
        JavaProgram.Outcome outcome = program.run(
                        launcher,
                        dir.toString(),
                        marked.mark(),
                        how.equals("option") ? "wait:30" : "default",
                        "ready",
                        TURN,
                        "close")
                .assertSuccess();

        assertThat(exitTook(outcome)).isLessThan(Duration.ofSeconds(20));
        assertThat(outcome.lines()).contains("text the whole answer", "result done");
        assertThat(marked.alive()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    void whatIsOpenWhenTheTimeIsOverIsEnded(String launcher) throws Exception {
        JavaProgram.Outcome outcome = run(launcher, "wait:1", "ignore-eof", "init hang-turn", "forget");

        assertThat(exitTook(outcome)).isGreaterThan(Duration.ofSeconds(1));
        assertThat(outcome.lines())
                .contains("text as far as it")
                .contains("next TransportClosedException The session was closed because this JVM is shutting down.");
        assertThat(marked.alive()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    void whatIsLeftToTheApplicationIsEndedByIt(String launcher) throws Exception {
        JavaProgram.Outcome outcome = run(launcher, "application", "ready", TURN, "close");

        assertThat(outcome.lines()).contains("text the whole answer", "result done");
        assertThat(marked.alive()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    void whatTheApplicationForgetsIsLeft(String launcher) throws Exception {
        run(launcher, "application", "ignore-eof", "init say:done result", "forget");

        assertThat(marked.alive()).isNotEmpty();
    }

    /**
     * Runs one turn, exits in its middle, and drains: its own shutdown hook waits for the turn and closes the session, or
     * forgets to.
     */
    public static final class Server {

        private Server() {}

        public static void main(String[] arguments) throws Exception {
            FakeCli cli =
                    FakeCli.in(Path.of(arguments[1])).onStart(arguments[4]).onTurn(arguments[5]);
            SubprocessCliTransportFactory factory =
                    new SubprocessCliTransportFactory().withLauncher(LauncherNames.launcher(arguments[0]));
            AgentOptions options = LauncherNames.options(cli, arguments[0])
                    .transport(
                            switch (arguments[3]) {
                                case "default" -> factory;
                                case "application" -> factory.withJvmExit(JvmExit.leaveToApplication());
                                default ->
                                    factory.withJvmExit(JvmExit.waitUpTo(Duration.ofSeconds(
                                            Long.parseLong(arguments[3].substring("wait:".length())))));
                            })
                    .env(Marked.of(arguments[2]).variable())
                    .build();
            AgentSession session = AgentSession.open(options);
            CountDownLatch running = new CountDownLatch(1);
            Thread worker = new Thread(() -> turn(session, running));
            worker.setDaemon(true);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    if (arguments[6].equals("close")) {
                        worker.join(Duration.ofSeconds(20).toMillis());
                        session.close();
                    } else {
                        worker.join(Duration.ofSeconds(5).toMillis());
                    }
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }));
            worker.start();
            running.await();
            System.out.println(System.currentTimeMillis());
            System.exit(0);
        }

        private static void turn(AgentSession session, CountDownLatch running) {
            session.send("hello");
            boolean interrupted = false;
            for (Message message : session.receiveResponse()) {
                if (message instanceof InitMessage) {
                    running.countDown();
                } else if (message instanceof AssistantMessage answer) {
                    System.out.println("text " + answer.text());
                } else if (message instanceof ResultMessage result) {
                    System.out.println("result " + result.result().orElse(""));
                    interrupted = result.isError();
                }
            }
            if (interrupted) {
                expectClosed("next", () -> session.receiveResponse().result());
                expectClosed("send", () -> session.send("more"));
            }
        }

        private static void expectClosed(String what, Runnable call) {
            try {
                call.run();
                System.out.println(what + " nothing thrown");
            } catch (AgentException e) {
                System.out.println(what + " " + e.getClass().getSimpleName() + " " + e.getMessage());
            }
        }
    }
}

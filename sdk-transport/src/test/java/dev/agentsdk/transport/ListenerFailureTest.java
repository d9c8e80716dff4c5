package dev.agentsdk.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.Transport;
import dev.agentsdk.testsupport.Times;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A reading thread ends because its listener throws: the agent is ended by that thread, which needs no other. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("R-97")
class ListenerFailureTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path root;

    private Transport transport;

    static Stream<ProcessLauncher> launchers() {
        return Stream.of(ProcessLauncher.posix(), ProcessLauncher.jdk());
    }

    @AfterEach
    void closeTheTransport() {
        transport.close();
    }

    /** Throws where it is told to, once the transport is open, and notes what it hears afterwards. */
    private static class Throwing extends RecordingTransportListener {
        final CountDownLatch opened = new CountDownLatch(1);
        final CompletableFuture<Throwable> failure = new CompletableFuture<>();
        final CompletableFuture<Thread> failed = new CompletableFuture<>();
        final AtomicInteger failures = new AtomicInteger();

        final void fail(Error error) {
            try {
                opened.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            failed.complete(Thread.currentThread());
            throw error;
        }

        @Override
        public void onFailure(Throwable cause) {
            failures.incrementAndGet();
            failure.complete(cause);
        }
    }

    private void open(ProcessLauncher launcher, String script, Throwing listener) throws IOException {
        Path cli = Files.writeString(root.resolve("cli"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(cli, PosixFilePermissions.fromString("rwxr-xr-x"));
        transport = new SubprocessCliTransportFactory()
                .withLauncher(launcher)
                .create(AgentOptions.builder()
                        .cliPath(cli)
                        .versionCheck(false)
                        .stderrListener(line -> {})
                        .build());
        transport.open(listener);
        listener.opened.countDown();
    }

    private void assertEnded(Throwing listener, String message) throws Exception {
        assertThat(listener.failure)
                .succeedsWithin(PATIENCE)
                .satisfies(why ->
                        assertThat(why).isInstanceOf(OutOfMemoryError.class).hasMessage(message));
        assertThat(listener.awaitEnd()).isTrue();
        ExitReport report = transport.exit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(report.leftBehind()).isEmpty();
        assertThat(ProcessHandle.of(transport.pid().orElseThrow())).isEmpty();
        assertThat(listener.failures).hasValue(1);
        ThrowingCallable send = () -> transport.send("{}".getBytes(UTF_8), Deadline.in(PATIENCE));
        Assertions.assertThatThrownBy(send).isInstanceOf(TransportClosedException.class);
        assertThat(transport.close(Deadline.in(PATIENCE))).isSameAs(report);
    }

    @ParameterizedTest
    @MethodSource("launchers")
    void anErrorForALineOfStdoutEndsTheAgent(ProcessLauncher launcher) throws Exception {
        Throwing listener = new Throwing() {
            @Override
            public void onLine(byte[] buffer, int offset, int length) {
                fail(new OutOfMemoryError("Java heap space"));
            }
        };
        open(launcher, "echo 1; exec sleep 600", listener);

        assertEnded(listener, "Java heap space");
    }

    @ParameterizedTest
    @MethodSource("launchers")
    void anErrorForALineOfStderrEndsTheAgent(ProcessLauncher launcher) throws Exception {
        Throwing listener = new Throwing() {
            @Override
            public void onStderrLine(String line) {
                fail(new OutOfMemoryError("unable to create native thread"));
            }
        };
        open(launcher, "echo 1 >&2; exec sleep 600", listener);

        assertEnded(listener, "unable to create native thread");
    }

    @ParameterizedTest
    @MethodSource("launchers")
    void anErrorAtTheEndOfStdoutEndsTheAgentThatLivesOn(ProcessLauncher launcher) throws Exception {
        Throwing listener = new Throwing() {
            @Override
            public void onEnd() {
                super.onEnd();
                fail(new OutOfMemoryError("at the end"));
            }
        };
        open(launcher, "exec >&-; exec sleep 600", listener);

        assertEnded(listener, "at the end");
    }

    /** The one that fails and the one that closes do not wait for each other. */
    @ParameterizedTest
    @MethodSource("launchers")
    void aCloseAtTheSameMomentIsAsFastAsEver(ProcessLauncher launcher) throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        Throwing listener = new Throwing() {
            @Override
            public void onLine(byte[] buffer, int offset, int length) {
                closing.countDown();
                fail(new OutOfMemoryError("Java heap space"));
            }
        };
        open(launcher, "echo 1; exec cat > /dev/null", listener);
        closing.await();
        ExitReport report = transport.close(Deadline.in(PATIENCE));

        assertThat(report.leftBehind()).isEmpty();
        assertThat(report.elapsed()).is(Times.under(Duration.ofSeconds(10)));
        assertEnded(listener, "Java heap space");
    }
}

package dev.agentsdk.e2e.support;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.Transport;
import dev.agentsdk.testing.FakeCli;
import dev.agentsdk.testsupport.Times;
import dev.agentsdk.transport.SubprocessCliTransportFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A transport that was opened on the fake CLI, with a listener that counts and nothing of a session above it. */
public final class RawSession {

    /** The promise. */
    public static final Duration BOUND = Duration.ofSeconds(2);

    private final Transport transport;
    private final CountDownLatch firstLine = new CountDownLatch(1);
    private final CountDownLatch ready = new CountDownLatch(1);
    private final AtomicInteger lines = new AtomicInteger();
    private final AtomicInteger ends = new AtomicInteger();

    private RawSession(Transport transport) {
        this.transport = transport;
    }

    /** Opens a transport; does not shake hands. */
    public static RawSession open(FakeCli cli, ProcessLauncher launcher) {
        return open(cli, launcher, new SubprocessCliTransportFactory());
    }

    /** Opens a transport of a factory. */
    public static RawSession open(FakeCli cli, ProcessLauncher launcher, SubprocessCliTransportFactory factory) {
        RawSession session = new RawSession(factory.withLauncher(launcher)
                .create(cli.options()
                        .stderrListener(line -> {})
                        .versionCheck(false)
                        .build()));
        session.transport.open(session.new Counting());
        return session;
    }

    /** {@return the transport} */
    public Transport transport() {
        return transport;
    }

    /** {@return the process id} */
    public long pid() {
        return transport.pid().orElseThrow();
    }

    /** {@return how many lines have come} */
    public int lines() {
        return lines.get();
    }

    /** {@return how often the end of stdout was told} */
    public int ends() {
        return ends.get();
    }

    /** Waits for READY on stderr. */
    public RawSession awaitReady() throws InterruptedException {
        Times.within(Duration.ofSeconds(5), ready);
        return this;
    }

    /** Waits for the first line on stdout. */
    public RawSession awaitFirstLine() throws InterruptedException {
        Times.within(Duration.ofSeconds(5), firstLine);
        return this;
    }

    /** Sends a line. */
    public void send(String line) {
        assertThat(transport.send(line.getBytes(StandardCharsets.UTF_8), Deadline.in(Duration.ofSeconds(5))))
                .isTrue();
    }

    /** Closes, checks the promise and the report, and notes the time. */
    public ExitReport closeAndNote(String scenario, ProcessLauncher launcher) {
        long pid = pid();
        long start = System.nanoTime();
        transport.close();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        ExitReport report = transport.exit().getNow(null);
        assertThat(report).as("the report after close").isNotNull();
        CloseTimes.note(scenario, CloseTimes.Level.TRANSPORT, launcher.name(), took, report);
        assertThat(took).as("close of: " + scenario).is(under(BOUND));
        assertThat(report.leftBehind()).isEmpty();
        assertThat(Procs.isAlive(pid)).isFalse();
        assertThat(ends.get()).as("how often the end was told").isEqualTo(1);
        return report;
    }

    private final class Counting implements Transport.Listener {
        @Override
        public void onLine(byte[] buffer, int offset, int length) {
            lines.incrementAndGet();
            firstLine.countDown();
        }

        @Override
        public void onUnterminatedLine(byte[] bytes) {
            lines.incrementAndGet();
        }

        @Override
        public void onOversizeLine(long size, byte[] head) {
            lines.incrementAndGet();
        }

        @Override
        public void onStderrLine(String line) {
            if (line.equals("READY")) {
                ready.countDown();
            }
        }

        @Override
        public void onEnd() {
            ends.incrementAndGet();
        }
    }
}

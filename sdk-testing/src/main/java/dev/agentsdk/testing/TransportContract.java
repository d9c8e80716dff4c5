package dev.agentsdk.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link Transport} has to keep, as tests: extend this class for one of your own, on JUnit Jupiter, and give
 * agents that behave as asked.
 */
@SuppressWarnings("exports") // of JUnit, which only those need who extend this class
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class TransportContract {

    /** How an agent behaves. */
    public enum Behaviour {
        /** Says each line that it gets again, and exits with code 0 when its input ends. */
        ECHO,
        /** Says {@code first}, {@code second} and {@code third}, each in a line, and exits with code 3. */
        LAST_WORDS,
        /** Reads nothing and says nothing, and ends only by force. */
        DEAF,
        /** Says many lines, or lines without end, and reads nothing. */
        FLOOD
    }

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What a busy machine adds to the limit of a close. */
    private static final Duration SLACK = Duration.ofMillis(500);

    private final List<Transport> made = new CopyOnWriteArrayList<>();

    /** For subclasses. */
    protected TransportContract() {}

    /**
     * Makes a transport to an agent.
     *
     * @param behaviour how the agent behaves once it is opened
     * @return a new transport, which the test closes
     * @throws Exception if it cannot be made
     */
    protected abstract Transport transport(Behaviour behaviour) throws Exception;

    /** Closes what a test has left open. */
    @AfterEach
    final void closeAll() {
        made.forEach(Transport::close);
    }

    private Transport make(Behaviour behaviour) throws Exception {
        Transport transport = transport(behaviour);
        made.add(transport);
        return transport;
    }

    private static Deadline soon() {
        return Deadline.in(PATIENCE);
    }

    private static byte[] utf8(String line) {
        return line.getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T await(CompletableFuture<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static class Recorder implements Transport.Listener {
        final List<String> lines = Collections.synchronizedList(new ArrayList<>());
        final CountDownLatch end = new CountDownLatch(1);
        final AtomicInteger ends = new AtomicInteger();
        final CompletableFuture<Throwable> failure = new CompletableFuture<>();

        @Override
        public void onLine(byte[] buffer, int offset, int length) {
            lines.add(new String(buffer, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void onUnterminatedLine(byte[] bytes) {
            lines.add("unterminated " + new String(bytes, StandardCharsets.UTF_8));
        }

        @Override
        public void onOversizeLine(long size, byte[] head) {
            lines.add("oversize " + size);
        }

        @Override
        public void onStderrLine(String line) {}

        @Override
        public void onFailure(Throwable cause) {
            failure.complete(cause);
        }

        @Override
        public void onEnd() {
            ends.incrementAndGet();
            end.countDown();
        }

        void awaitEnd() throws InterruptedException {
            assertTrue(end.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), "the end was not told");
        }

        void awaitLines(int count) throws InterruptedException {
            Deadline deadline = soon();
            while (lines.size() < count) {
                assertFalse(deadline.hasPassed(), () -> "only " + lines.size() + " lines of " + count);
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
    }

    @Test
    final void whatIsSentArrivesWholeAndInTheOrderOfEachSender() throws Exception {
        Transport transport = make(Behaviour.ECHO);
        Recorder recorder = new Recorder();
        transport.open(recorder);
        List<Thread> senders = new ArrayList<>();
        for (int sender = 0; sender < 4; sender++) {
            String prefix = "{\"sender\":" + sender + ",\"text\":\"é€\ud83d\ude00\",\"n\":";
            Thread thread = new Thread(() -> IntStream.range(0, 250).forEach(n -> {
                if (!transport.send(utf8(prefix + n + "}"), soon())) {
                    throw new AssertionError("not sent in time");
                }
            }));
            thread.start();
            senders.add(thread);
        }
        for (Thread sender : senders) {
            sender.join(PATIENCE.toMillis());
        }
        recorder.awaitLines(1000);

        for (int sender = 0; sender < 4; sender++) {
            String prefix = "{\"sender\":" + sender + ",\"text\":\"é€\ud83d\ude00\",\"n\":";
            List<String> own = recorder.lines.stream()
                    .filter(line -> line.startsWith(prefix))
                    .toList();
            assertEquals(IntStream.range(0, 250).mapToObj(n -> prefix + n + "}").toList(), own);
        }
    }

    @Test
    final void theEndComesOnceAfterTheLastLineAndTheExitIsKnownThen() throws Exception {
        Transport transport = make(Behaviour.LAST_WORDS);
        AtomicBoolean exitKnown = new AtomicBoolean();
        Recorder recorder = new Recorder() {
            @Override
            public void onEnd() {
                exitKnown.set(transport.exit().isDone());
                super.onEnd();
            }
        };
        transport.open(recorder);
        recorder.awaitEnd();

        assertEquals(List.of("first", "second", "third"), recorder.lines);
        assertTrue(exitKnown.get());
        ExitReport report = close(transport);
        assertEquals(3, report.exitCode().orElse(-1));
        assertEquals(1, recorder.ends.get());
    }

    @Test
    final void theEndOfTheInputEndsTheAgentAfterAllThatWasSent() throws Exception {
        Transport transport = make(Behaviour.ECHO);
        Recorder recorder = new Recorder();
        transport.open(recorder);
        assertTrue(transport.send(utf8("last"), soon()));
        transport.endInput(soon());
        transport.endInput(soon());
        ExitReport report = await(transport.exit());
        recorder.awaitEnd();

        assertEquals(List.of("last"), recorder.lines);
        assertEquals(0, report.exitCode().orElse(-1));
        assertEquals(ExitReport.Stage.EOF, report.stage());
        assertThrows(TransportClosedException.class, () -> transport.send(utf8("more"), soon()));
    }

    @Test
    final void whatComesWhileReadingIsPausedComesAfterwards() throws Exception {
        Transport transport = make(Behaviour.ECHO);
        Recorder recorder = new Recorder();
        transport.open(recorder);
        List<String> sent = IntStream.range(0, 200).mapToObj(n -> "line " + n).toList();
        transport.pauseReading();
        for (String line : sent) {
            assertTrue(transport.send(utf8(line), soon()));
        }
        transport.resumeReading();
        recorder.awaitLines(sent.size());

        assertEquals(sent, recorder.lines);
    }

    @Test
    final void aDeafAgentIsEndedWithinTheLimit() throws Exception {
        Transport transport = make(Behaviour.DEAF);
        Recorder recorder = new Recorder();
        transport.open(recorder);

        ExitReport report = timedClose(transport);
        recorder.awaitEnd();
        assertTrue(report.forced(), report::summary);
        assertEquals(List.of(), report.leftBehind());
        assertSame(report, transport.exit().getNow(null));
        assertEquals(1, recorder.ends.get());
    }

    @Test
    final void anAgentThatFloodsIsEndedWithinTheLimit() throws Exception {
        Transport transport = make(Behaviour.FLOOD);
        Recorder recorder = new Recorder();
        transport.open(recorder);
        recorder.awaitLines(1);
        transport.pauseReading();

        timedClose(transport);
        recorder.awaitEnd();
        assertTrue(transport.exit().isDone());
    }

    private static ExitReport close(Transport transport) {
        return transport.close(Deadline.in(transport.closeLimits().total()));
    }

    private static ExitReport timedClose(Transport transport) {
        long start = System.nanoTime();
        ExitReport report = close(transport);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Duration limit = transport.closeLimits().total().plus(SLACK);
        assertTrue(took.compareTo(limit) <= 0, () -> "close took " + took + ", more than " + limit);
        return report;
    }

    @Test
    final void anyNumberOfClosesGetTheSameReport() throws Exception {
        Transport transport = make(Behaviour.ECHO);
        transport.open(new Recorder());
        List<CompletableFuture<ExitReport>> reports = IntStream.range(0, 32)
                .mapToObj(i -> {
                    CompletableFuture<ExitReport> report = new CompletableFuture<>();
                    new Thread(() -> report.complete(close(transport))).start();
                    return report;
                })
                .toList();
        Set<ExitReport> different = Collections.newSetFromMap(new IdentityHashMap<>());
        for (CompletableFuture<ExitReport> report : reports) {
            different.add(await(report));
        }
        different.add(close(transport));

        assertEquals(1, different.size());
    }

    @Test
    final void aTransportThatIsClosedUnopenedStaysClosed() throws Exception {
        Transport transport = make(Behaviour.ECHO);

        assertEquals(ExitReport.Stage.NOT_STARTED, close(transport).stage());
        assertThrows(TransportClosedException.class, () -> transport.open(new Recorder()));
        assertEquals(ExitReport.Stage.NOT_STARTED, await(transport.exit()).stage());
    }

    @Test
    final void aTransportIsOpenedOnce() throws Exception {
        Transport transport = make(Behaviour.ECHO);
        transport.open(new Recorder());

        assertThrows(IllegalStateException.class, () -> transport.open(new Recorder()));
    }

    @Test
    final void nothingIsSentBeforeTheOpeningOrAfterTheClose() throws Exception {
        Transport transport = make(Behaviour.ECHO);
        assertThrows(IllegalStateException.class, () -> transport.send(utf8("early"), soon()));
        transport.open(new Recorder());
        transport.close();

        assertThrows(TransportClosedException.class, () -> transport.send(utf8("late"), soon()));
    }

    @Test
    final void interruptionNeitherShortensACloseNorIsLost() throws Exception {
        Transport transport = make(Behaviour.DEAF);
        transport.open(new Recorder());
        Thread.currentThread().interrupt();
        ExitReport report = timedClose(transport);

        assertTrue(Thread.interrupted());
        assertTrue(report.forced(), report::summary);
        assertEquals(List.of(), report.leftBehind());
    }

    @Test
    final void aListenerMayClose() throws Exception {
        Transport transport = make(Behaviour.ECHO);
        CompletableFuture<ExitReport> inside = new CompletableFuture<>();
        Recorder recorder = new Recorder() {
            @Override
            public void onLine(byte[] buffer, int offset, int length) {
                super.onLine(buffer, offset, length);
                inside.complete(close(transport));
            }
        };
        transport.open(recorder);
        assertTrue(transport.send(utf8("close"), soon()));

        assertSame(await(inside), close(transport));
        recorder.awaitEnd();
        assertEquals(1, recorder.ends.get());
    }

    @Test
    final void aListenerThatThrowsEndsTheTransport() throws Exception {
        Transport transport = make(Behaviour.ECHO);
        Recorder recorder = new Recorder() {
            @Override
            public void onLine(byte[] buffer, int offset, int length) {
                super.onLine(buffer, offset, length);
                throw new IllegalStateException("on purpose");
            }
        };
        transport.open(recorder);
        assertTrue(transport.send(utf8("one"), soon()));

        assertEquals("on purpose", await(recorder.failure).getMessage());
        recorder.awaitEnd();
        await(transport.exit());
        assertEquals(List.of("one"), recorder.lines);
        assertEquals(1, recorder.ends.get());
    }

    @Test
    final void aCloseDuringTheOpeningLeavesNothing() throws Exception {
        for (int run = 0; run < 50; run++) {
            Transport transport = make(Behaviour.ECHO);
            CompletableFuture<Boolean> opened = new CompletableFuture<>();
            Thread opener = new Thread(() -> {
                try {
                    transport.open(new Recorder());
                    opened.complete(true);
                } catch (TransportClosedException e) {
                    opened.complete(false);
                }
            });
            opener.start();
            if (run % 2 == 1) {
                Thread.onSpinWait();
            }
            ExitReport report = close(transport);
            boolean wasOpened = await(opened);

            assertTrue(transport.exit().isDone());
            assertEquals(new HashSet<>(List.of()), new HashSet<>(report.leftBehind()));
            assertTrue(!wasOpened || report.stage() != ExitReport.Stage.NOT_STARTED, report::summary);
        }
    }
}

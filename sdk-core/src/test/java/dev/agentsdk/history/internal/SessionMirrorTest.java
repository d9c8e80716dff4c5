package dev.agentsdk.history.internal;

import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.agentsdk.history.InMemorySessionStore;
import dev.agentsdk.history.MirrorFailure;
import dev.agentsdk.history.SessionKey;
import dev.agentsdk.history.SessionStore;
import dev.agentsdk.history.SessionStoreSettings;
import dev.agentsdk.internal.session.Background;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.WarningLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(60)
class SessionMirrorTest {

    private static final Path PROJECTS = Path.of("/c/projects");
    private static final SessionKey KEY = SessionKey.of("P", "S");

    /** One call of append. */
    private record Append(SessionKey key, List<Integer> numbers) {}

    private final InMemorySessionStore kept = new InMemorySessionStore();
    private final BlockingQueue<Append> appends = new LinkedBlockingQueue<>();
    private final BlockingQueue<MirrorFailure> failures = new LinkedBlockingQueue<>();
    private final List<SessionMirror> mirrors = new ArrayList<>();

    /** What a store does before it keeps something. */
    private interface Behaviour {
        void onAppend(int call) throws Exception;
    }

    private SessionStore store(Behaviour behaviour) {
        AtomicInteger calls = new AtomicInteger();
        return new SessionStore() {
            @Override
            public void append(SessionKey key, List<RawJson> entries) throws Exception {
                List<Integer> numbers = entries.stream()
                        .map(entry -> entry.tree().path("n").asInt())
                        .toList();
                appends.add(new Append(key, numbers));
                behaviour.onAppend(calls.incrementAndGet());
                kept.append(key, entries);
            }

            @Override
            public Optional<List<RawJson>> load(SessionKey key) {
                throw new AssertionError("A mirror only appends.");
            }
        };
    }

    private SessionMirror mirror(Behaviour behaviour, SessionStoreSettings settings) {
        SessionMirror mirror = new SessionMirror(
                store(behaviour),
                settings,
                PROJECTS,
                scope(),
                new WarningLimit("warnings about a test"),
                failures::add);
        mirrors.add(mirror);
        return mirror;
    }

    private static MirrorScope scope() {
        return new MirrorScope("P", Set.of("S", "T", "S0", "S1", "S2", "S3"), false);
    }

    private SessionMirror mirror(Behaviour behaviour) {
        return mirror(behaviour, SessionStoreSettings.defaults());
    }

    private static final Behaviour WORKS = call -> {};

    @AfterEach
    void nothingStays() throws InterruptedException {
        for (SessionMirror mirror : mirrors) {
            mirror.close(Deadline.in(Duration.ofSeconds(1)));
        }
    }

    private static byte[] frame(String file, int... numbers) {
        StringBuilder entries = new StringBuilder();
        for (int number : numbers) {
            entries.append(entries.isEmpty() ? "" : ",")
                    .append("{'type':'x','n':")
                    .append(number)
                    .append('}');
        }
        return jsonBytes("{'type':'transcript_mirror','filePath':'" + file + "','entries':[" + entries + "]}");
    }

    private static byte[] frame(int... numbers) {
        return frame("/c/projects/P/S.jsonl", numbers);
    }

    private List<Integer> keptNumbers(SessionKey key) {
        return kept.load(key).orElse(List.of()).stream()
                .map(entry -> entry.tree().path("n").asInt())
                .toList();
    }

    private static Deadline patience() {
        return Deadline.in(Background.PATIENCE);
    }

    private MirrorFailure nextFailure() throws InterruptedException {
        MirrorFailure failure = failures.poll(Background.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(failure).isNotNull();
        return failure;
    }

    private Append nextAppend() throws InterruptedException {
        Append append = appends.poll(Background.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(append).isNotNull();
        return append;
    }

    @Test
    void whatIsAddedStaysHereUntilItIsFlushed() {
        SessionMirror mirror = mirror(WORKS);
        mirror.add(frame(1));
        mirror.add(frame(2, 3));
        assertThat(mirror.isComplete()).isFalse();
        assertThat(appends).isEmpty();

        assertThat(mirror.flush(patience())).isTrue();

        assertThat(appends).containsExactly(new Append(KEY, List.of(1, 2, 3)));
        assertThat(mirror.isComplete()).isTrue();
        assertThat(failures).isEmpty();
    }

    @Test
    void aFlushWithNothingToDoIsDone() {
        assertThat(mirror(WORKS).flush(Deadline.in(Duration.ZERO))).isTrue();
        assertThat(appends).isEmpty();
    }

    @Test
    void eachTranscriptGetsOneAppendInTheOrderOfItsFirstFrame() {
        SessionMirror mirror = mirror(WORKS);
        mirror.add(frame("/c/projects/P/S/subagents/agent-1.jsonl", 1));
        mirror.add(frame(2));
        mirror.add(frame("/c/projects/P/S/subagents/agent-1.jsonl", 3));
        mirror.add(frame());
        mirror.add(frame(4));

        mirror.flush(patience());

        assertThat(appends)
                .containsExactly(
                        new Append(KEY.at("subagents/agent-1"), List.of(1, 3)), new Append(KEY, List.of(2, 4)));
    }

    @Test
    void framesWithoutEntriesMakeNoTranscript() {
        SessionMirror mirror = mirror(WORKS);
        mirror.add(frame());

        assertThat(mirror.flush(patience())).isTrue();
        assertThat(appends).isEmpty();
        assertThat(mirror.isComplete()).isTrue();
    }

    @Test
    void manyFramesDoNotWaitForAFlush() throws InterruptedException {
        SessionMirror mirror = mirror(WORKS);
        IntStream.range(0, 500).forEach(i -> mirror.add(frame(i)));
        assertThat(appends).isEmpty();

        mirror.add(frame(500));

        assertThat(nextAppend().numbers()).hasSize(500);
        assertThat(nextAppend().numbers()).containsExactly(500);
    }

    @Test
    void muchDoesNotWaitForAFlush() throws InterruptedException {
        SessionMirror mirror = mirror(WORKS);
        byte[] big = jsonBytes(
                "{'filePath':'/c/projects/P/S.jsonl','entries':[{'n':1,'pad':'" + "x".repeat(1 << 20) + "'}]}");

        mirror.add(big);

        assertThat(nextAppend().numbers()).containsExactly(1);
    }

    @Test
    void oneAppendHasNoMoreThanAMegabyteAndOneEntryMore() {
        SessionMirror mirror = mirror(WORKS);
        StringBuilder entries = new StringBuilder("{'n':0}");
        for (int i = 1; i < 8; i++) {
            entries.append(",{'n':")
                    .append(i)
                    .append(",'pad':'")
                    .append("x".repeat(400_000))
                    .append("'}");
        }
        mirror.add(jsonBytes("{'filePath':'/c/projects/P/S.jsonl','entries':[" + entries + "]}"));

        mirror.flush(patience());

        assertThat(appends)
                .extracting(Append::numbers)
                .containsExactly(List.of(0, 1, 2, 3), List.of(4, 5, 6), List.of(7));
    }

    @Test
    void eagerOnesGoAtOnceAndWhatComesMeanwhileGoesTogether() throws InterruptedException {
        CountDownLatch firstIsThere = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        SessionMirror mirror = mirror(
                call -> {
                    firstIsThere.countDown();
                    assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
                },
                SessionStoreSettings.defaults().flush(SessionStoreSettings.Flush.EAGER));

        mirror.add(frame(1));
        assertThat(firstIsThere.await(20, TimeUnit.SECONDS)).isTrue();
        mirror.add(frame(2));
        mirror.add(frame(3));
        go.countDown();
        mirror.flush(patience());

        assertThat(appends).extracting(Append::numbers).containsExactly(List.of(1), List.of(2, 3));
    }

    @Test
    void aStoreThatFailsTwiceIsTriedAThirdTimeAfterPauses() {
        SessionMirror mirror = mirror(call -> {
            if (call < 3) {
                throw new IOException("thrown by a test");
            }
        });
        mirror.add(frame(1));

        long start = System.nanoTime();
        assertThat(mirror.flush(patience())).isTrue();

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1))
                .is(under(Duration.ofSeconds(15)));
        assertThat(appends).hasSize(3);
        assertThat(keptNumbers(KEY)).containsExactly(1);
        assertThat(mirror.isComplete()).isTrue();
        assertThat(failures).isEmpty();
    }

    @Test
    void aStoreThatFailsThreeTimesLosesTheBatchAndGetsTheNext() throws InterruptedException {
        IOException thrown = new IOException("thrown by a test");
        SessionMirror mirror = mirror(call -> {
            if (call <= 3) {
                throw thrown;
            }
        });
        mirror.add(frame(1, 2));
        assertThat(mirror.flush(patience())).isTrue();
        mirror.add(frame(3));
        assertThat(mirror.flush(patience())).isTrue();

        assertThat(keptNumbers(KEY)).containsExactly(3);
        MirrorFailure failure = nextFailure();
        assertThat(failure.key()).contains(KEY);
        assertThat(failure.entries()).isEqualTo(2);
        assertThat(failure.cause()).containsSame(thrown);
        assertThat(failure.error()).contains("three times").doesNotContain("thrown by a test");
        assertThat(failure.file()).contains(Path.of("/c/projects/P/S.jsonl"));
        assertThat(failures).isEmpty();
        assertThat(mirror.isComplete()).isFalse();
    }

    @Test
    void errorsOfTheStoreAreFailuresToo() throws InterruptedException {
        SessionMirror mirror = mirror(call -> {
            throw new NoClassDefFoundError("thrown by a test");
        });
        mirror.add(frame(1));

        assertThat(mirror.flush(patience())).isTrue();
        assertThat(nextFailure().cause()).get().isInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void anAppendThatTakesTooLongIsInterruptedAndNotTriedAgain() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        SessionMirror mirror = mirror(
                call -> {
                    if (call == 1) {
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            interrupted.countDown();
                            throw e;
                        }
                    }
                },
                SessionStoreSettings.defaults().appendTimeout(Duration.ofMillis(100)));
        mirror.add(frame(1));
        mirror.flush(patience());
        mirror.add(frame(2));
        mirror.flush(patience());

        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(nextFailure().error()).contains("100 ms");
        assertThat(appends).extracting(Append::numbers).containsExactly(List.of(1), List.of(2));
        assertThat(keptNumbers(KEY)).containsExactly(2);
    }

    @Test
    void aStoreThatDoesNotHeedInterruptionIsLeftAloneAfterFourCalls() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        SessionMirror mirror = mirror(
                call -> {
                    while (release.getCount() > 0) {
                        try {
                            release.await();
                        } catch (InterruptedException e) {
                            // Deaf, as drivers of databases may be.
                            Thread.onSpinWait();
                        }
                    }
                },
                SessionStoreSettings.defaults().appendTimeout(Duration.ofMillis(50)));
        for (int i = 0; i < 6; i++) {
            mirror.add(frame(i));
            assertThat(mirror.flush(patience())).isTrue();
        }

        assertThat(appends).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(nextFailure().error()).contains("50 ms");
        }
        assertThat(nextFailure().error()).contains("4 earlier calls");
        assertThat(nextFailure().error()).contains("4 earlier calls");

        release.countDown();
        // They come back, and the store is called again.
        long start = System.nanoTime();
        while (keptNumbers(KEY).size() < 4 && System.nanoTime() - start < Background.PATIENCE.toNanos()) {
            Thread.onSpinWait();
        }
        for (int i = 10; !keptNumbers(KEY).contains(i - 1) && i < 10_000; i++) {
            mirror.add(frame(i));
            mirror.flush(patience());
        }
        assertThat(appends.size()).isGreaterThan(4);
    }

    @Test
    void whatIsNotAMirrorFrameOrNotBelowTheProjectsIsReported() throws InterruptedException {
        SessionMirror mirror = mirror(WORKS);
        mirror.add(jsonBytes("{'type':'transcript_mirror'}"));
        mirror.add(frame("/elsewhere/P/S.jsonl", 1, 2));
        mirror.add(frame("/c/projects/nul\\u0000/S.jsonl", 1));
        mirror.add(frame(3));
        mirror.flush(patience());

        assertThat(keptNumbers(KEY)).containsExactly(3);
        MirrorFailure malformed = nextFailure();
        assertThat(malformed.key()).isEmpty();
        assertThat(malformed.entries()).isZero();
        MirrorFailure elsewhere = nextFailure();
        assertThat(elsewhere.entries()).isEqualTo(2);
        assertThat(elsewhere.error()).contains("CLAUDE_CONFIG_DIR");
        assertThat(elsewhere.file()).contains(Path.of("/elsewhere/P/S.jsonl"));
        assertThat(failures).isEmpty();
        assertThat(mirror.refusedFrames()).isEqualTo(3);
        assertThat(mirror.isComplete()).isFalse();
    }

    @Test
    void aListenerThatThrowsIsToldTheNextFailureToo() {
        AtomicInteger told = new AtomicInteger();
        SessionMirror mirror = new SessionMirror(
                store(WORKS),
                SessionStoreSettings.defaults(),
                PROJECTS,
                scope(),
                new WarningLimit("warnings about a test"),
                failure -> {
                    told.incrementAndGet();
                    throw new IllegalStateException("thrown by a test");
                });
        mirrors.add(mirror);
        mirror.add(frame("/x", 1));
        mirror.add(frame("/c/projects/Q/S.jsonl", 1));
        mirror.add(frame(2));

        assertThat(mirror.flush(patience())).isTrue();
        assertThat(told).hasValue(2);
        assertThat(keptNumbers(KEY)).containsExactly(2);
    }

    @Test
    void whatDoesNotFitIsGivenUpAndReported() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        int size = frame(1).length;
        SessionMirror mirror = mirror(
                call -> assertThat(go.await(20, TimeUnit.SECONDS)).isTrue(),
                SessionStoreSettings.defaults().maxPendingBytes(3L * size));
        mirror.add(frame(1));
        mirror.flushSoon();
        nextAppend();
        // What is being sent is in memory, too.
        mirror.add(frame(2));
        mirror.add(frame(3));
        mirror.add(frame(4));
        assertThat(nextFailure().error()).contains("maxPendingBytes");
        mirror.add(frame(4));
        mirror.add(frame(4));
        assertThat(failures).isEmpty();
        go.countDown();

        assertThat(mirror.flush(patience())).isTrue();
        assertThat(keptNumbers(KEY)).containsExactly(1, 2, 3);
        assertThat(nextFailure().error()).contains(" 2 more frames");
        assertThat(mirror.isComplete()).isFalse();
        mirror.add(frame(5));
        assertThat(mirror.flush(patience())).isTrue();
        assertThat(keptNumbers(KEY)).containsExactly(1, 2, 3, 5);
    }

    @Test
    void whatDidNotFitLastIsCountedToo() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        SessionMirror mirror = mirror(
                call -> assertThat(go.await(20, TimeUnit.SECONDS)).isTrue(),
                SessionStoreSettings.defaults().maxPendingBytes(frame(1).length));
        mirror.add(frame(1));
        mirror.flushSoon();
        nextAppend();
        IntStream.range(2, 7).forEach(i -> mirror.add(frame(i)));
        assertThat(nextFailure().error()).contains("maxPendingBytes");
        go.countDown();

        assertThat(nextFailure().error()).contains(" 4 more frames");
    }

    @Test
    void aFrameOverTheLimitIsTakenIfNothingElseWaits() {
        SessionMirror mirror = mirror(WORKS, SessionStoreSettings.defaults().maxPendingBytes(1));
        mirror.add(frame(1));

        assertThat(mirror.flush(patience())).isTrue();
        assertThat(keptNumbers(KEY)).containsExactly(1);
    }

    @Test
    void addingNeverWaitsForTheStore() throws InterruptedException {
        SessionMirror mirror = mirror(call -> new CountDownLatch(1).await());
        mirror.add(frame(0));
        mirror.flushSoon();
        nextAppend();

        long start = System.nanoTime();
        for (int i = 1; i < 10_000; i++) {
            mirror.add(frame(i));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).is(under(Duration.ofSeconds(5)));
    }

    @Test
    void aFlushEndsAtItsDeadlineAndTheStoreGoesOn() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        SessionMirror mirror =
                mirror(call -> assertThat(go.await(20, TimeUnit.SECONDS)).isTrue());
        mirror.add(frame(1));

        long start = System.nanoTime();
        assertThat(mirror.flush(Deadline.in(Duration.ofMillis(100)))).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Duration.ofMillis(100))
                .is(under(Duration.ofSeconds(10)));
        go.countDown();

        assertThat(mirror.flush(patience())).isTrue();
        assertThat(keptNumbers(KEY)).containsExactly(1);
    }

    @Test
    void aFlushEndsWhenItsThreadIsInterrupted() {
        SessionMirror mirror = mirror(call -> new CountDownLatch(1).await());
        mirror.add(frame(1));
        Thread.currentThread().interrupt();

        assertThat(mirror.flush(patience())).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aFlushWaitsOnlyForWhatCameBefore() throws InterruptedException {
        CountDownLatch second = new CountDownLatch(1);
        SessionMirror mirror = mirror(call -> {
            if (call == 2) {
                second.countDown();
                new CountDownLatch(1).await();
            }
        });
        mirror.add(frame(1));
        assertThat(mirror.flush(patience())).isTrue();
        mirror.add(frame(2));
        mirror.flushSoon();
        assertThat(second.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(mirror.isComplete()).isFalse();
    }

    @Test
    void closingSendsWhatIsLeft() {
        SessionMirror mirror = mirror(WORKS);
        mirror.add(frame(1));

        mirror.close(patience());

        assertThat(keptNumbers(KEY)).containsExactly(1);
        assertThat(mirror.isComplete()).isTrue();
        assertThat(failures).isEmpty();
        mirror.add(frame(2));
        assertThat(mirror.isComplete()).isFalse();
        mirror.close(patience());
    }

    private SessionMirror withThreads(ThreadFactory threads) {
        SessionMirror mirror = new SessionMirror(
                store(WORKS),
                SessionStoreSettings.defaults(),
                PROJECTS,
                scope(),
                new WarningLimit("warnings about a test"),
                failures::add,
                threads);
        mirrors.add(mirror);
        return mirror;
    }

    @Test
    void framesForWhichThereIsNoThreadWaitForOne() {
        AtomicInteger refusals = new AtomicInteger(3);
        SessionMirror mirror = withThreads(work -> {
            if (refusals.getAndDecrement() > 0) {
                throw new OutOfMemoryError("thrown by a test");
            }
            return new Thread(work);
        });

        mirror.add(frame(1));
        mirror.flushSoon();
        mirror.add(frame(2));

        assertThat(mirror.flush(patience())).isTrue();
        assertThat(keptNumbers(KEY)).containsExactly(1, 2);
        assertThat(failures).isEmpty();
        assertThat(mirror.isComplete()).isTrue();
    }

    @Test
    void framesForWhichThereIsNeverAThreadAreReportedByTheClose() throws InterruptedException {
        SessionMirror mirror = withThreads(work -> {
            throw new OutOfMemoryError("thrown by a test");
        });
        mirror.add(frame(1, 2));
        mirror.flushSoon();

        long start = System.nanoTime();
        mirror.close(Deadline.in(Duration.ofMillis(300)));
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(took).is(under(Duration.ofSeconds(5)));
        assertThat(nextFailure().entries()).isEqualTo(2);
        assertThat(appends).isEmpty();
        assertThat(mirror.isComplete()).isFalse();
    }

    @Test
    void closingIsBoundedWhateverTheStoreDoesAndTellsWhatIsLost() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        SessionMirror mirror = mirror(call -> {
            while (release.getCount() > 0) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.onSpinWait();
                }
            }
        });
        mirror.add(frame(1, 2));
        mirror.add(frame("/c/projects/P/T.jsonl", 3));
        mirror.flushSoon();
        nextAppend();
        mirror.add(frame(4));

        long start = System.nanoTime();
        mirror.close(Deadline.in(Duration.ofMillis(300)));
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(took).isGreaterThanOrEqualTo(Duration.ofMillis(200)).is(under(Duration.ofSeconds(5)));
        List<MirrorFailure> lost;
        try {
            lost = List.of(nextFailure(), nextFailure(), nextFailure());
        } finally {
            // Not before: a call that returns before the mirror has noticed its end has kept its entries.
            release.countDown();
        }
        assertThat(lost).extracting(MirrorFailure::entries).containsExactly(2, 1, 1);
        assertThat(lost).allSatisfy(failure -> assertThat(failure.error()).contains("closed"));
        assertThat(lost.get(1).key()).contains(SessionKey.of("P", "T"));
        assertThat(mirror.isComplete()).isFalse();
    }

    @Test
    void closingDoesNotWaitOutThePausesBetweenAttempts() throws InterruptedException {
        IOException thrown = new IOException("thrown by a test");
        SessionMirror mirror = mirror(call -> {
            throw thrown;
        });
        mirror.add(frame(1));
        mirror.flushSoon();
        nextAppend();
        nextAppend();

        long start = System.nanoTime();
        mirror.close(Deadline.in(Duration.ofMillis(100)));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).is(under(Duration.ofMillis(700)));
        assertThat(nextFailure().cause()).containsSame(thrown);
        assertThat(appends).isEmpty();
    }

    @Test
    void closingFreesAFlushThatWaits() throws InterruptedException {
        SessionMirror mirror = mirror(call -> new CountDownLatch(1).await());
        mirror.add(frame(1));
        Background.Running<Boolean> flush = Background.run(() -> mirror.flush(Deadline.never()));
        nextAppend();
        Background.awaitWaiting(flush.thread());

        mirror.close(Deadline.in(Duration.ofMillis(200)));

        assertThat(flush.outcome()).succeedsWithin(Background.PATIENCE);
    }

    @Test
    void closingIsNotShortenedByInterruptionAndKeepsTheFlag() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        SessionMirror mirror =
                mirror(call -> assertThat(go.await(20, TimeUnit.SECONDS)).isTrue());
        mirror.add(frame(1));
        Background.Running<Boolean> close = Background.run(() -> {
            Thread.currentThread().interrupt();
            mirror.close(patience());
            return Thread.currentThread().isInterrupted();
        });
        nextAppend();
        Background.awaitWaiting(close.thread());
        go.countDown();

        assertThat(close.outcome()).succeedsWithin(Background.PATIENCE).isEqualTo(true);
        assertThat(keptNumbers(KEY)).containsExactly(1);
    }

    @Test
    void aMirrorThatHadNothingToDoHasNoThread() {
        Thread[] before = threads();
        mirror(WORKS).close(patience());

        // Those of earlier tests may end meanwhile.
        assertThat(threads()).isSubsetOf(before);
    }

    private static Thread[] threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("agent-sdk-mirror-")
                        || thread.getName().startsWith("agent-sdk-store-"))
                .toArray(Thread[]::new);
    }

    @Test
    void itsThreadsEndWithIt() throws InterruptedException {
        SessionMirror mirror = mirror(WORKS);
        mirror.add(frame(1));
        mirror.flush(patience());
        Thread[] running = threads();
        mirror.close(patience());

        for (Thread thread : running) {
            thread.join(Background.PATIENCE.toMillis());
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void manyWritersAndFlushesKeepTheOrderOfEachTranscript() throws InterruptedException {
        Random random = new Random(5);
        SessionMirror mirror = mirror(call -> {
            if (call % 7 == 0) {
                Thread.onSpinWait();
            }
        });
        List<Background.Running<Integer>> flushes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            flushes.add(Background.run(() -> {
                int times = 0;
                while (mirror.flush(patience()) && !Thread.currentThread().isInterrupted() && times < 200) {
                    times++;
                }
                return times;
            }));
        }
        int[] next = new int[4];
        for (int i = 0; i < 3_000; i++) {
            int file = random.nextInt(next.length);
            mirror.add(frame("/c/projects/P/S" + file + ".jsonl", next[file]++));
        }
        mirror.close(patience());
        for (Background.Running<Integer> flush : flushes) {
            assertThat(flush.outcome()).succeedsWithin(Background.PATIENCE);
        }

        for (int file = 0; file < next.length; file++) {
            assertThat(keptNumbers(SessionKey.of("P", "S" + file)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, next[file]).boxed().toList());
        }
        assertThat(mirror.isComplete()).isTrue();
    }

    @Test
    @Tag("R-114")
    void framesThatAreGivenUpAreLoggedUpToABound() {
        Logger logger = (Logger) LoggerFactory.getLogger(MirrorSender.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        try {
            WarningLimit warnings = new WarningLimit("warnings about a test");
            SessionMirror mirror = new SessionMirror(
                    store(WORKS), SessionStoreSettings.defaults(), PROJECTS, scope(), warnings, failure -> {
                        failures.add(failure);
                        throw new StackOverflowError("thrown by a test");
                    });
            mirror.close(Deadline.in(Duration.ofSeconds(1)));
            for (int i = 0; i < 1_000; i++) {
                mirror.add(frame(i));
            }
            assertThat(failures).hasSize(1_000);
            assertThat(logged.list).hasSize(WarningLimit.AT_ONCE + 1);

            warnings.end(logger::warn);
            assertThat(logged.list.get(WarningLimit.AT_ONCE + 1).getFormattedMessage())
                    .isEqualTo("1900 warnings about a test were left out");
        } finally {
            logger.detachAppender(logged);
        }
    }
}

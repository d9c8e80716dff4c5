package dev.agentsdk.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.sun.management.GarbageCollectorMXBean;
import dev.agentsdk.e2e.support.EveryLauncher;
import dev.agentsdk.e2e.support.NothingLeft;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.testing.FakeCli;
import dev.agentsdk.testsupport.Repeats;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Fifty sessions at a time, each soon replaced by the next; agents that misbehave at random, and an application that does.
 * Twenty seconds in a build, a minute in a thorough one, {@code -Dagentsdk.chaos=10m} for longer;
 * {@code -Dagentsdk.chaos.seed} plays the same faults again, though not at the same moments.
 */
@ExtendWith(NothingLeft.class)
@EnabledOnOs(value = OS.LINUX, disabledReason = "the test looks at processes through /proc")
class ChaosTest {

    private static final int SESSIONS = 50;
    private static final Duration DURATION =
            Duration.parse("PT" + System.getProperty("agentsdk.chaos", Repeats.of(20, 60) + "s"));
    private static final long SEED = Long.getLong("agentsdk.chaos.seed", System.nanoTime());

    /** What one session needs at most while it is open, its own descriptors and threads and those of a kill. */
    private static final int DESCRIPTORS_EACH = 14;

    private static final int THREADS_EACH = 12;

    private static final int LONGEST_ENVIRONMENT = 1 << 20;

    /** What a process that was killed may need to die, on a machine with more to do than it can. */
    private static final Duration DYING = Duration.ofSeconds(5);

    /** Up to a MiB of text sent, and as much received, for each session and for the last one whose mischief is to come. */
    private static final long HEAP = 200L << 20;

    private static final Set<String> HEAP_POOLS = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toUnmodifiableSet());

    @TempDir
    Path dir;

    /** Of thousands of faults each would be warned of. */
    @BeforeAll
    static void logErrorsOnly() {
        ((Logger) LoggerFactory.getLogger("dev.agentsdk")).setLevel(Level.ERROR);
    }

    @AfterAll
    static void logAsBefore() {
        ((Logger) LoggerFactory.getLogger("dev.agentsdk")).setLevel(null);
    }

    private final ChaosLog log = new ChaosLog();
    private final List<ChaosWorker> workers = new ArrayList<>();
    private long mostHeap;
    private Set<String> lastLeft = new HashSet<>();
    private final Map<Long, Long> zombies = new HashMap<>();

    @EveryLauncher
    @Tag("R-79")
    @Timeout(value = 1, unit = TimeUnit.DAYS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void leavesNothingAndNothingHangs(ProcessLauncher launcher) throws Exception {
        System.out.println("chaos: -Dagentsdk.chaos.seed=" + SEED + ", " + launcher.name());
        ScheduledExecutorService gremlins = Executors.newScheduledThreadPool(16);
        FakeCli cli = FakeCli.in(dir);
        Faults faults = new Faults(dir);
        int descriptors = Procs.openDescriptors();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            ChaosWorker worker = new ChaosWorker(i, SEED, cli, faults, launcher, gremlins, log);
            workers.add(worker);
            threads.add(new Thread(worker, "chaos-" + i));
        }
        threads.forEach(Thread::start);

        long start = System.nanoTime();
        long half = DURATION.dividedBy(2).toNanos();
        while (System.nanoTime() - start < half && log.broken().isEmpty()) {
            Thread.sleep(1000);
            look(descriptors);
        }

        workers.forEach(ChaosWorker::end);
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(15));
            if (thread.isAlive()) {
                log.broken(thread + " hangs " + List.of(thread.getStackTrace()), null);
            }
        }
        gremlins.shutdownNow();
        assertThat(gremlins.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        log.lookAtLeft(Duration.ZERO);
        System.out.println("chaos: " + log + ", at most " + (mostHeap >> 20) + " MiB of heap in use");
        assertThat(log.broken()).isEmpty();
        assertThat(log.ends()).as("how sessions ended").containsKeys("EOF", "KILL", "ALREADY_EXITED");
        assertThat(log.cycles()).as("sessions").isGreaterThan(2 * SESSIONS);
        Procs.await(
                "the last searches to end",
                Duration.ofSeconds(20),
                () -> !Procs.sdkThreads().contains("agent-sdk-leftovers"));
        log.searchesAreOver();
        assertThat(leftovers().stream().map(ChaosTest::details)).isEmpty();
    }

    /** What must be so at any time. */
    private void look(int descriptorsBefore) throws IOException {
        expect(Procs.openDescriptors() - descriptorsBefore, SESSIONS * DESCRIPTORS_EACH, "descriptors");
        expect(Procs.sdkThreads().size(), SESSIONS * THREADS_EACH, "threads of the SDK");
        // A collection stops all sessions for a third of a second, so only when there is a reason.
        long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        if (heap > HEAP) {
            heap = liveHeap();
        }
        mostHeap = Math.max(mostHeap, heap);
        expect(heap, HEAP, "bytes of heap");
        Set<String> left = leftovers();
        lastLeft.retainAll(left);
        if (!lastLeft.isEmpty()) {
            List<String> details = lastLeft.stream().map(ChaosTest::details).toList();
            log.broken("left over for more than a second by sessions that are closed: " + details, null);
        }
        lastLeft = left;
        log.lookAtLeft(DYING);
        Set<Long> now = new HashSet<>();
        Procs.children().stream().filter(stat -> stat.state() == 'Z').forEach(stat -> now.add(stat.pid()));
        zombies.keySet().retainAll(now);
        long nanos = System.nanoTime();
        now.forEach(pid -> zombies.putIfAbsent(pid, nanos));
        // Not reaped before what it has left is looked for.
        if (zombies.values().stream().anyMatch(since -> nanos - since > DYING.toNanos())) {
            log.broken("zombies for more than " + DYING + ": " + zombies.keySet(), null);
        }
    }

    /**
     * Bytes that a collection left; more than what is reachable, if it was not a full one. Not what is in use afterwards:
     * fifty floods fill hundreds of MiB before the thread that asked for the collection can look.
     */
    private static long liveHeap() {
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class);
        Map<String, Long> before = collectors.stream()
                .collect(Collectors.toMap(GarbageCollectorMXBean::getName, GarbageCollectorMXBean::getCollectionCount));
        System.gc();
        return collectors.stream()
                .filter(collector -> collector.getCollectionCount() > before.get(collector.getName()))
                .map(GarbageCollectorMXBean::getLastGcInfo)
                .mapToLong(info -> info.getMemoryUsageAfterGc().entrySet().stream()
                        .filter(pool -> HEAP_POOLS.contains(pool.getKey()))
                        .mapToLong(pool -> pool.getValue().getUsed())
                        .sum())
                .min()
                .orElseThrow(() -> new AssertionError("System.gc() is switched off"));
    }

    private void expect(long value, long limit, String what) {
        if (value > limit) {
            log.broken(value + " " + what + ", which is more than " + limit, null);
        }
    }

    /** Empty for a process that has gone. No more than an agent has: others may have hundreds of MB. */
    private static String environment(Path process) {
        try (InputStream environment = Files.newInputStream(process.resolve("environ"))) {
            return new String(environment.readNBytes(LONGEST_ENVIRONMENT), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static String details(String left) {
        Path process = Path.of("/proc", left.substring(0, left.indexOf(' ')));
        try {
            String locks = Files.readAllLines(process.resolve("limits")).stream()
                    .filter(line -> line.startsWith("Max file locks"))
                    .findFirst()
                    .orElse("");
            return left + ", stat " + Files.readString(process.resolve("stat")).strip() + ", " + locks + ", "
                    + Files.readString(process.resolve("cmdline")).replace('\0', ' ');
        } catch (IOException e) {
            return left + ", gone meanwhile";
        }
    }

    /** Processes that bear the name of a session that was closed before: children and whatever they started. */
    private Set<String> leftovers() throws IOException {
        Set<String> found = new HashSet<>();
        // First: whoever is in its next session by then has closed this one before.
        List<Integer> cycles = workers.stream().map(ChaosWorker::cycle).toList();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : all) {
                long pid = Long.parseLong(process.getFileName().toString());
                Matcher session = log.sessionIn(environment(process));
                if (session.find()
                        && Integer.parseInt(session.group(2)) < cycles.get(Integer.parseInt(session.group(1)))
                        && !log.maySearch(session)
                        && Procs.isAlive(pid)) {
                    found.add(pid + " of session " + session.group());
                }
            }
        }
        return found;
    }
}

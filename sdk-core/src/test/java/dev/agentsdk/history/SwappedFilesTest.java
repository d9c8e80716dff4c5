package dev.agentsdk.history;

import static dev.agentsdk.history.Sessions.id;
import static dev.agentsdk.history.Sessions.user;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files and directories that another process exchanges while they are used. */
@Timeout(120)
@Tag("R-117")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links and named pipes are those of POSIX")
class SwappedFilesTest {

    private static final String KEY = "-work";
    private static final Duration SWAPPING = Duration.ofSeconds(3);

    /** On a machine that is so busy that next to nothing is swapped in that time. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int ENOUGH_SWAPS = 100;

    @TempDir
    Path temp;

    private Sessions sessions;

    @BeforeEach
    void aConfigurationDirectory() throws IOException {
        sessions = new Sessions(temp.toRealPath().resolve("config"));
    }

    /** Exchanges something without end, on a thread of its own, until it is closed. */
    private static final class Swapper implements AutoCloseable {

        private interface Swap {
            void once() throws IOException;
        }

        private final Thread thread;
        private volatile boolean stopped;
        private final AtomicInteger swaps = new AtomicInteger();
        private volatile IOException failure;
        private final long start = System.nanoTime();

        Swapper(Swap swap) {
            thread = new Thread(() -> {
                while (!stopped) {
                    try {
                        swap.once();
                        swaps.incrementAndGet();
                    } catch (NoSuchFileException e) {
                        // The other side has deleted it.
                        Thread.onSpinWait();
                    } catch (IOException e) {
                        failure = e;
                    }
                }
            });
            thread.start();
        }

        /** Whether there is more to try. */
        boolean goesOn(boolean seenEnough) {
            long swapping = System.nanoTime() - start;
            return swapping < SWAPPING.toNanos()
                    || (swapping < PATIENCE.toNanos() && (!seenEnough || swaps.get() < ENOUGH_SWAPS));
        }

        @Override
        public void close() {
            stopped = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private static void replace(Path by, Path target) throws IOException {
        Path link = target.resolveSibling(by.getFileName() + ".link");
        Files.createLink(link, by);
        Files.move(link, target, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void aPipeThatIsSwappedInHoldsNoListUp() throws IOException, InterruptedException {
        Path file = sessions.write(KEY, id(1), user("u1", null, "fine"));
        Path regular = Files.createLink(temp.resolve("regular"), file);
        Path pipe = temp.resolve("pipe");
        run("mkfifo", pipe.toString());
        SessionHistory history = sessions.history();
        int lists = 0;
        Duration longest = Duration.ZERO;

        try (Swapper swapper = new Swapper(() -> {
            replace(pipe, file);
            replace(regular, file);
        })) {
            while (swapper.goesOn(lists > 0)) {
                long start = System.nanoTime();
                history.list();
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                longest = took.compareTo(longest) > 0 ? took : longest;
                lists++;
            }
            assertThat(swapper.failure).isNull();
            assertThat(swapper.swaps).hasPositiveValue();
        }

        assertThat(lists).isPositive();
        assertThat(longest).isLessThan(Duration.ofSeconds(30));
        assertThat(history.list()).extracting(SessionInfo::sessionId).containsExactly(id(1));
    }

    @Test
    void aDirectoryThatIsSwappedForALinkLeadsNoDeletionOutside() throws IOException {
        List<String> names =
                IntStream.range(0, 100).mapToObj(i -> "agent-" + i + ".jsonl").toList();
        Path outside = Files.createDirectory(temp.resolve("outside"));
        for (String name : names) {
            Files.writeString(outside.resolve(name), "not yours");
        }
        Path inside = sessions.projects().resolve(KEY).resolve(id(1)).resolve("subagents");
        Path aside = temp.resolve("aside");
        Path link = Files.createSymbolicLink(temp.resolve("link"), outside);
        long end = System.nanoTime() + SWAPPING.toNanos();
        int deletions = 0;

        while (System.nanoTime() < end) {
            sessions.write(KEY, id(1), user("u1", null, "fine"));
            Files.createDirectories(inside);
            for (String name : names) {
                Files.writeString(inside.resolve(name), "x");
            }
            try (Swapper swapper = new Swapper(() -> {
                Files.move(inside, aside);
                Files.move(link, inside);
                Files.move(inside, link);
                Files.move(aside, inside);
            })) {
                try {
                    sessions.history().delete(id(1));
                } catch (HistoryException e) {
                    // Something was where the directory had been. It says so, and nothing outside is touched.
                    assertThat(e).hasMessageContaining(id(1));
                }
                deletions++;
                assertThat(swapper.swaps).hasNonNegativeValue();
            }
            restore(inside, aside, link, outside);
        }

        assertThat(deletions).isPositive();
        try (Stream<Path> left = Files.list(outside)) {
            assertThat(left).hasSize(names.size());
        }
    }

    /** Wherever the swapper was stopped. */
    private static void restore(Path inside, Path aside, Path link, Path outside) throws IOException {
        if (Files.isSymbolicLink(inside)) {
            Files.delete(inside);
        }
        if (Files.exists(aside)) {
            try (Stream<Path> files = Files.list(aside)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(aside);
        }
        if (!Files.isSymbolicLink(link)) {
            Files.createSymbolicLink(link, outside);
        }
    }

    @Test
    void aProjectThatIsSwappedForALinkOutIsNotReadNotWrittenAndNotDeletedThrough() throws IOException {
        Path project = sessions.projects().resolve(KEY);
        sessions.write(KEY, id(1), user("u1", null, "fine"));
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Path stranger = outside.resolve(id(1) + ".jsonl");
        byte[] secret = jsonBytes(user("u1", null, "secret") + "\n");
        Files.write(stranger, secret);
        Path aside = temp.resolve("aside");
        Path link = Files.createSymbolicLink(temp.resolve("link"), outside);
        SessionHistory history = sessions.history();
        int seen = 0;

        try (Swapper swapper = new Swapper(() -> {
            Files.move(project, aside);
            Files.move(link, project);
            Files.move(project, link);
            Files.move(aside, project);
        })) {
            while (swapper.goesOn(seen > 0)) {
                for (SessionInfo info : history.list()) {
                    assertThat(info.firstPrompt()).contains("fine");
                    seen++;
                }
                try {
                    history.tag(id(1), "t");
                    history.fork(id(1));
                } catch (HistoryException e) {
                    // It was not there, or not what it had been a moment ago.
                    assertThat(e).hasMessageContaining("projects");
                }
            }
            assertThat(swapper.swaps).hasPositiveValue();
        }

        assertThat(seen).isPositive();
        assertThat(stranger).hasBinaryContent(secret);
        try (Stream<Path> left = Files.list(outside)) {
            assertThat(left).containsExactly(stranger);
        }
    }

    @Test
    void aTreeThatIsDeeperThanAPathMayBeIsDeleted() throws IOException, InterruptedException {
        Path file = sessions.write(KEY, id(1), user("u1", null, "fine"));
        Path directory = Files.createDirectories(file.resolveSibling(id(1)));
        String name = "d".repeat(200);
        Files.write(
                temp.resolve("deep.sh"),
                ("cd " + directory + "; i=0; while [ $i -lt 60 ]; do mkdir " + name + " && cd -P " + name
                                + " || exit 1; : > f; i=$((i+1)); done")
                        .getBytes(StandardCharsets.UTF_8));
        run("sh", temp.resolve("deep.sh").toString());

        sessions.history().delete(id(1));

        assertThat(directory).doesNotExist();
        assertThat(file).doesNotExist();
    }
}

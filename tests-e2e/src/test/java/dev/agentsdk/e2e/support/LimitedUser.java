package dev.agentsdk.e2e.support;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * A JVM in which no more threads and processes can be created: as a user that has no other process, since the limit counts
 * all of them.
 */
public final class LimitedUser {

    private LimitedUser() {}

    private static List<String> as(int uid) {
        return List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups", "--no-new-privs");
    }

    /** {@return whether this user may become another one that may run this JDK} */
    public static boolean isPossible() throws InterruptedException {
        List<String> command = new ArrayList<>(as(54321));
        command.addAll(List.of("test", "-x", System.getProperty("java.home") + "/bin/java"));
        return Procs.succeeds(command);
    }

    /**
     * A program that runs as such a user.
     *
     * @param dir a directory of the test, which that user may write to from now on
     * @param main has the main method
     * @param limit how many threads and processes it may have
     */
    public static JavaProgram program(Path dir, Class<?> main, int limit) throws IOException {
        // As /tmp has them, with the sticky bit.
        Files.setAttribute(dir, "unix:mode", 01777);
        // Another one each time: another run may be going on beside this one.
        int uid = ThreadLocalRandom.current().nextInt(100_000, 1_000_000);
        return new JavaProgram(dir, main)
                .behind(as(uid).toArray(String[]::new))
                .behind("prlimit", "--nproc=" + limit)
                .jvm("-Xlog:disable", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + dir)
                .classPath(readable(dir));
    }

    /** What this user can read, others often cannot: a copy. */
    private static String readable(Path dir) throws IOException {
        List<String> copies = new ArrayList<>();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            Path source = Path.of(entry);
            if (!entry.isEmpty() && Files.exists(source) && !entry.contains("jazzer") && !entry.contains("lincheck")) {
                Path copy = dir.resolve("cp-" + copies.size() + "-" + source.getFileName());
                copy(source, copy);
                copies.add(copy.toString());
            }
        }
        return String.join(File.pathSeparator, copies);
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(source.relativize(file).toString());
                Files.copy(file, copy);
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    /** Threads that do nothing but count. */
    public static final class Ballast {

        private record Stone(CountDownLatch end, Thread thread) {}

        private final Deque<Stone> stones = new ArrayDeque<>();

        /** Creates threads until no more can be created. */
        public void fill() {
            while (stones.size() < 10_000) {
                CountDownLatch end = new CountDownLatch(1);
                Thread thread = new Thread(
                        () -> {
                            try {
                                end.await();
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                        },
                        "ballast");
                thread.setDaemon(true);
                try {
                    thread.start();
                } catch (OutOfMemoryError e) {
                    // "unable to create native thread": full.
                    return;
                }
                stones.push(new Stone(end, thread));
            }
            throw new AssertionError("There is no limit.");
        }

        /** Ends all of them. */
        public void releaseAll() throws InterruptedException {
            while (!stones.isEmpty()) {
                release();
            }
        }

        /** Ends one of them. */
        public void release() throws InterruptedException {
            Stone one = stones.pop();
            one.end.countDown();
            one.thread.join();
        }
    }
}

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
import java.util.stream.Stream;

/** Programs in a JVM of another user who has few processes and threads, and the threads that use them up. */
public final class FewThreads {

    private static final List<String> ANOTHER_USER =
            List.of("setpriv", "--reuid=54322", "--regid=54322", "--clear-groups", "--no-new-privs");
    private static final int LIMIT = 60;

    /** A thread that does nothing but count. */
    private record Ballast(CountDownLatch end, Thread thread) {}

    private static final Deque<Ballast> BALLAST = new ArrayDeque<>();

    private FewThreads() {}

    /** {@return whether this user may become another one, who may run this JDK} */
    public static boolean areAvailable() throws InterruptedException {
        List<String> command = new ArrayList<>(ANOTHER_USER);
        command.addAll(List.of("test", "-x", System.getProperty("java.home") + "/bin/java"));
        return Procs.succeeds(command);
    }

    /** {@return a program that runs under the limit} */
    public static JavaProgram program(Path dir, Class<?> main) throws IOException {
        // As /tmp has them, with the sticky bit.
        Files.setAttribute(dir, "unix:mode", 01777);
        return new JavaProgram(dir, main)
                .behind(ANOTHER_USER.toArray(String[]::new))
                .behind("prlimit", "--nproc=" + LIMIT)
                .jvm("-XX:+UseSerialGC", "-Djava.io.tmpdir=" + dir)
                .classPath(readable(dir));
    }

    /** What this user can read, others often cannot: a copy. */
    private static String readable(Path dir) throws IOException {
        List<String> copies = new ArrayList<>();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            Path source = Path.of(entry);
            if (Files.exists(source) && !entry.contains("jazzer") && !entry.contains("lincheck")) {
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

    /** In the program: uses up all threads that this user may have. */
    public static void fill() {
        while (BALLAST.size() < LIMIT) {
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
            BALLAST.push(new Ballast(end, thread));
        }
        throw new AssertionError("There is no limit.");
    }

    /** In the program: gives one of them back. */
    public static void release() throws InterruptedException {
        Ballast one = BALLAST.pop();
        one.end.countDown();
        one.thread.join();
    }

    /** In the program: gives all of them back. */
    public static void releaseAll() throws InterruptedException {
        while (!BALLAST.isEmpty()) {
            release();
        }
    }
}

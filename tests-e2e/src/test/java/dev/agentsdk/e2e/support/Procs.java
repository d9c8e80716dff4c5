package dev.agentsdk.e2e.support;

import dev.agentsdk.testsupport.StallMeter;
import dev.agentsdk.testsupport.Times;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Looks at processes through {@code /proc}. Deliberately not the code under test. Neither {@code kill(pid, 0)} nor
 * {@code ProcessHandle.isAlive()} will do: both count zombies as alive.
 */
public final class Procs {

    private Procs() {}

    /** A line of {@code /proc/PID/stat}. */
    public record Stat(long pid, String name, char state, long parent, long group, long session) {
        boolean isAlive() {
            return state != 'Z' && state != 'X';
        }
    }

    /** {@return what is known of a process, if it exists} */
    public static Optional<Stat> stat(long pid) {
        String line;
        try {
            line = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return Optional.empty();
        }
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')');
        String[] rest = line.substring(close + 2).split(" ", 6);
        return Optional.of(new Stat(
                pid,
                line.substring(open + 1, close),
                rest[0].charAt(0),
                Long.parseLong(rest[1]),
                Long.parseLong(rest[2]),
                Long.parseLong(rest[3])));
    }

    /** {@return whether a process exists and is no zombie} */
    public static boolean isAlive(long pid) {
        return stat(pid).filter(Stat::isAlive).isPresent();
    }

    /** {@return whether a command can be started and exits with 0; for tests that need a tool that not every machine has} */
    public static boolean succeeds(List<String> command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** {@return the children of this JVM, zombies included} */
    public static List<Stat> children() {
        long self = ProcessHandle.current().pid();
        List<Stat> children = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : all) {
                stat(Long.parseLong(process.getFileName().toString()))
                        .filter(stat -> stat.parent() == self)
                        .ifPresent(children::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return children;
    }

    /** {@return how many descriptors this JVM has open} */
    public static int openDescriptors() {
        return StallMeter.still(() -> {
            String[] list = Path.of("/proc/self/fd").toFile().list();
            return list == null ? -1 : list.length;
        });
    }

    /** {@return what the descriptors of this JVM are} */
    public static List<String> descriptors() {
        return StallMeter.still(Procs::readDescriptors);
    }

    private static List<String> readDescriptors() {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path fd : all) {
                try {
                    found.add(fd.getFileName() + " -> " + Files.readSymbolicLink(fd));
                } catch (IOException closedMeanwhile) {
                    found.add(fd.getFileName() + " -> (closed)");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** {@return the live threads of the SDK in this JVM} */
    public static List<String> sdkThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("agent-sdk-"))
                .sorted()
                .toList();
    }

    /** Waits until a process sleeps in a write to a full pipe. */
    public static void awaitBlockedInPipeWrite(long pid) {
        await("process " + pid + " to block in a pipe write", Duration.ofSeconds(5), () -> {
            try {
                return Files.readString(Path.of("/proc/" + pid + "/wchan")).contains("pipe_write");
            } catch (IOException e) {
                return false;
            }
        });
    }

    /** Waits until a process is in a state, for example T for stopped. */
    public static void awaitState(long pid, char state) {
        await(
                "process " + pid + " to be in state " + state,
                Duration.ofSeconds(5),
                () -> stat(pid).filter(stat -> stat.state() == state).isPresent());
    }

    /** Waits for a condition; fails by its deadline, to which the delay is added that the machine shows meanwhile. */
    public static void await(String what, Duration patience, BooleanSupplier condition) {
        Times.await(() -> what, patience, condition);
    }
}

package dev.agentsdk.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Processes that bear a mark in their environment, which they pass on to their children: whatever another JVM has started,
 * also what it had no time to say. The mark is unique, so that leftovers of an earlier run are not counted.
 */
public final class Marked {

    private static final String NAME = "E2E_MARK";

    private final String mark;

    private Marked(String mark) {
        this.mark = mark;
    }

    /** {@return a new mark} */
    public static Marked unique() {
        return new Marked(UUID.randomUUID().toString());
    }

    /** {@return the mark that another JVM was given as an argument} */
    public static Marked of(String mark) {
        return new Marked(mark);
    }

    /** {@return the mark, to be given to another JVM} */
    public String mark() {
        return mark;
    }

    /** {@return the environment of a process that bears it} */
    public Map<String, String> environment() {
        return Map.of(NAME, mark, "PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    }

    /** {@return the variable alone} */
    public Map<String, String> variable() {
        return Map.of(NAME, mark);
    }

    /** {@return the ids of those that are alive} */
    public List<Long> alive() {
        String variable = NAME + "=" + mark;
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : all) {
                long pid = Long.parseLong(process.getFileName().toString());
                if (environ(process).contains(variable) && Procs.isAlive(pid)) {
                    found.add(pid);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static List<String> environ(Path process) {
        try {
            return List.of(Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1)
                    .split("\0"));
        } catch (IOException goneOrNotOurs) {
            return List.of();
        }
    }

    /** Kills those that a failed test has left. */
    public void killAll() {
        alive().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }
}

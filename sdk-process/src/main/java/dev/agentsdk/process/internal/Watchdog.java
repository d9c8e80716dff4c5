package dev.agentsdk.process.internal;

import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.internal.ProcFs.ProcessId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small shell beside this JVM that ends the watched children, and deletes their private files, if the JVM is killed so
 * that it cannot do it itself: one for all of them, started with the first and gone with the last. Needs {@code /proc}. It
 * leads a session of its own where there is a {@code setsid} program, so that a kill of the JVM's process group or a signal
 * from its terminal does not reach it.
 *
 * <p>It knows a child by process id and start time, since ids are used again.
 *
 * <p>A {@link Process} and not one of our own: that would be ended with the JVM, and would want a thread.
 */
public final class Watchdog {

    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

    /** From the end of the JVM to SIGTERM, and on to SIGKILL: as long as a close waits by default. */
    private static final String[] GRACES_SECONDS = {"1.2", "0.4"};

    /** It has nothing to do when its stdin ends and nothing is watched. */
    private static final long EXIT_MILLIS = 500;

    // Guarded by the class.
    private static final IdentityHashMap<ManagedProcess, ProcessId> WATCHED = new IdentityHashMap<>();
    private static final Set<Path> FILES = new HashSet<>();
    private static @Nullable Process shell;

    private Watchdog() {}

    /**
     * Watches a child from now on. A failure to start the watchdog is logged at WARN: the child itself works.
     *
     * @param child a process that has just been started and is not yet reaped
     * @param mark its mark
     */
    public static synchronized void watch(ManagedProcess child, ProcessMark mark) {
        Optional<ProcessId> id = ProcFs.stat(child.pid()).map(ProcFs.Stat::id);
        if (id.isEmpty()) {
            if (!ProcFs.exists()) {
                log.warn(
                        "There is no /proc on this system, which the watchdog needs: process {} is not watched",
                        child.pid());
            }
            return;
        }
        try {
            say(running(), "+ " + name(id.get()) + " " + mark.element() + " " + limits(mark));
            WATCHED.put(child, id.get());
        } catch (IOException e) {
            log.warn("The watchdog cannot watch process {}", child.pid(), e);
        }
    }

    private static String name(ProcessId id) {
        return id.pid() + " " + id.startTime();
    }

    /** As {@code /proc/PID/limits} shows them. */
    private static String limits(ProcessMark mark) {
        return mark.limits(new LockLimits(LockLimits.INFINITY, LockLimits.INFINITY))
                .map(own -> own.soft() + " " + own.hard())
                .orElse("- -");
    }

    /**
     * Forgets a child that has ended. Another child may have its id by now.
     *
     * @param child the child; nothing happens if it is not watched
     */
    public static synchronized void forget(ManagedProcess child) {
        ProcessId id = WATCHED.remove(child);
        if (id != null) {
            tell("- " + name(id));
        }
    }

    /**
     * Deletes files if the JVM is killed, after the children have been ended.
     *
     * @param files files with names that no other process can guess, since they are deleted by name; a directory among them
     *     is deleted if it is empty then, and comes after its files
     */
    public static synchronized void watchFiles(List<Path> files) {
        try {
            for (Path file : files) {
                if (isOneLine(file) && FILES.add(file)) {
                    say(running(), "f " + file);
                }
            }
        } catch (IOException e) {
            log.warn("The watchdog cannot watch files in {}", files.get(0).getParent(), e);
        }
    }

    /** The protocol is one line for one file. The next JVM deletes the others. */
    private static boolean isOneLine(Path file) {
        String text = file.toString();
        return text.indexOf('\n') < 0 && text.equals(text.strip());
    }

    /**
     * Forgets files that have been deleted.
     *
     * @param files the files; nothing happens for those that are not watched
     */
    public static synchronized void forgetFiles(List<Path> files) {
        List<Path> watched = new ArrayList<>(files);
        watched.retainAll(FILES);
        for (Path file : watched) {
            FILES.remove(file);
            tell("d " + file);
        }
    }

    private static Process running() throws IOException {
        Process current = shell;
        if (current == null || !current.isAlive()) {
            current = start();
            shell = current;
        }
        return current;
    }

    /** To the watchdog, if it runs; without anything to watch it ends. */
    private static void tell(String line) {
        Process current = shell;
        if (current == null) {
            return;
        }
        try {
            say(current, line);
            if (WATCHED.isEmpty() && FILES.isEmpty()) {
                shell = null;
                current.getOutputStream().close();
                awaitExit(current);
            }
        } catch (IOException e) {
            log.warn("The watchdog has ended, though it was needed", e);
        }
    }

    private static Process start() throws IOException {
        List<String> command = new ArrayList<>();
        Optional<Path> setsid = StartChecks.onPath(StartChecks.DEFAULT_PATH, "setsid", new ArrayList<>());
        if (setsid.isPresent()) {
            // It execs in its own place, so that the id of the process stays: it does not lead the JVM's group.
            command.add(setsid.get().toString());
        } else {
            log.warn("There is no setsid program (util-linux): the watchdog stays in the process group of this JVM, and"
                    + " ends with it if the whole group is killed");
        }
        command.addAll(List.of("/bin/sh", "-c", Script.TEXT, "agent-sdk-watchdog"));
        command.addAll(List.of(GRACES_SECONDS));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", StartChecks.DEFAULT_PATH);
        builder.directory(Path.of("/").toFile());
        builder.redirectOutput(Redirect.DISCARD);
        builder.redirectError(Redirect.DISCARD);
        FreeDescriptors.require();
        return builder.start();
    }

    /**
     * A line is far smaller than a pipe, and the shell does nothing but read: this does not wait, unless the shell is
     * stopped and the pipe full.
     */
    private static void say(Process to, String line) throws IOException {
        OutputStream stdin = to.getOutputStream();
        stdin.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        stdin.flush();
    }

    private static void awaitExit(Process ending) {
        boolean interrupted = Thread.interrupted();
        try {
            if (!ending.waitFor(EXIT_MILLIS, TimeUnit.MILLISECONDS)) {
                log.warn("The watchdog, process {}, has not ended yet", ending.pid());
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Read with the first watchdog. */
    private static final class Script {
        static final String TEXT = read();

        private static String read() {
            try (InputStream in = Objects.requireNonNull(Watchdog.class.getResourceAsStream("watchdog.sh"))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

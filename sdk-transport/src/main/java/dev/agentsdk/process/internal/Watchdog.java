package dev.agentsdk.process.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small shell beside this JVM that ends the watched children if the JVM is killed so that it cannot do it itself: one for
 * all of them, started with the first and gone with the last. Needs {@code /proc}.
 *
 * <p>A {@link Process} and not one of our own: that would be ended with the JVM, and would want a thread.
 */
public final class Watchdog {

    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

    /** From the end of the JVM to SIGTERM, and on to SIGKILL: as long as a close waits by default. */
    private static final String[] GRACES_SECONDS = {"1.2", "0.4"};

    /** It has nothing to do when its stdin ends with nobody to watch. */
    private static final long EXIT_MILLIS = 500;

    // Guarded by the class.
    private static final Set<Long> WATCHED = new HashSet<>();
    private static @Nullable Process shell;

    private Watchdog() {}

    /**
     * Watches a child from now on. A watchdog that cannot be had is a warning: the child itself works.
     *
     * @param pid its id
     * @param mark the mark that it bears
     */
    public static synchronized void watch(long pid, ProcessMark mark) {
        Optional<ProcFs.Stat> stat = ProcFs.stat(pid);
        if (stat.isEmpty()) {
            if (!ProcFs.exists()) {
                log.warn("There is no /proc on this system, which the watchdog needs: process {} is not watched", pid);
            }
            return;
        }
        try {
            if (shell == null || !shell.isAlive()) {
                shell = start();
            }
            say(shell, "+ " + pid + " " + stat.get().startTime() + " " + mark.element());
            WATCHED.add(pid);
        } catch (IOException e) {
            log.warn("The watchdog cannot watch process {}", pid, e);
        }
    }

    /**
     * Forgets a child that has ended.
     *
     * @param pid its id; nothing happens if it is not watched
     */
    public static synchronized void forget(long pid) {
        Process running = shell;
        if (!WATCHED.remove(pid) || running == null) {
            return;
        }
        try {
            say(running, "- " + pid);
            if (WATCHED.isEmpty()) {
                shell = null;
                running.getOutputStream().close();
                awaitExit(running);
            }
        } catch (IOException e) {
            log.warn("The watchdog has gone", e);
        }
    }

    private static Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", Script.TEXT, "agent-sdk-watchdog");
        builder.command().add(GRACES_SECONDS[0]);
        builder.command().add(GRACES_SECONDS[1]);
        builder.environment().clear();
        builder.environment().put("PATH", StartChecks.DEFAULT_PATH);
        builder.directory(Path.of("/").toFile());
        builder.redirectOutput(Redirect.DISCARD);
        builder.redirectError(Redirect.DISCARD);
        FreeDescriptors.require();
        return builder.start();
    }

    /** A line is far smaller than a pipe, and the shell does nothing but read: this does not wait. */
    private static void say(Process to, String line) throws IOException {
        OutputStream stdin = to.getOutputStream();
        stdin.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
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

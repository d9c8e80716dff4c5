package dev.agentsdk.process.internal.select;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.internal.DaemonThreads;
import dev.agentsdk.process.internal.FreeThreads;
import dev.agentsdk.process.internal.Waits;
import dev.agentsdk.process.internal.jdk.JdkLauncher;
import dev.agentsdk.process.internal.posix.PosixLauncher;
import dev.agentsdk.process.internal.posix.PosixSupport;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses between the launchers, and loads the native library at the first use: on the calling thread, since there may be
 * no thread to be had, and never in a static initializer, whose failure would last. A failure that may pass, such as a
 * temporary directory that is full, is not kept: the next use tries again.
 */
public final class Launchers {

    private static final Logger log = LoggerFactory.getLogger(Launchers.class);

    private static final ProcessLauncher JDK = new JdkLauncher();
    private static final ProcessLauncher POSIX = new PosixLauncher();

    /** The loading takes tens of milliseconds, seconds on a very busy machine. */
    private static final Duration LOAD_WAIT = Duration.ofSeconds(30);

    private static final ReentrantLock LOADING = new ReentrantLock();

    /** Why posix does not work here; empty if it works; null as long as that is not known. Set under {@link #LOADING}. */
    private static volatile @Nullable String posixProblem;

    private Launchers() {}

    private static String posixProblem() {
        String known = posixProblem;
        if (known != null) {
            return known;
        }
        if (!Waits.tryLock(LOADING, Deadline.in(LOAD_WAIT))) {
            return "another thread has been loading its native library for " + LOAD_WAIT.toSeconds() + " s";
        }
        try {
            known = posixProblem;
            return known != null ? known : load();
        } finally {
            LOADING.unlock();
        }
    }

    /**
     * A static initializer of jffi starts a thread, and could never be repeated: a thread is asked for first.
     *
     * <p>An interruption must not fail it: class loaders may read through channels, which an interruption closes.
     */
    private static String load() {
        FreeThreads.require();
        Thread thread = Thread.currentThread();
        ClassLoader context = thread.getContextClassLoader();
        boolean interrupted = Thread.interrupted();
        try {
            // jffi looks into the context class loader before its own; an application server's may have another jffi.
            setContextClassLoader(thread, Launchers.class.getClassLoader());
            String problem = PosixSupport.problem();
            if (!problem.isEmpty() && Thread.interrupted()) {
                interrupted = true;
                problem = PosixSupport.problem();
            }
            posixProblem = problem;
            if (problem.isEmpty()) {
                log.debug("Processes are started by the posix launcher, unless the jdk launcher is asked for");
            } else {
                log.debug("Processes are started by the jdk launcher; posix does not work here: {}", problem);
            }
            return problem;
        } catch (IOException e) {
            log.debug("The native library cannot be unpacked now; the next start tries again", e);
            return "its native library cannot be unpacked: " + e;
        } finally {
            setContextClassLoader(thread, context);
            if (interrupted) {
                thread.interrupt();
            }
        }
    }

    private static void setContextClassLoader(Thread thread, @Nullable ClassLoader loader) {
        try {
            thread.setContextClassLoader(loader);
        } catch (SecurityException e) {
            log.debug("This thread keeps its context class loader", e);
        }
    }

    /**
     * See {@link ProcessLauncher#automatic()}.
     *
     * @return the launcher
     */
    public static ProcessLauncher automatic() {
        String forced =
                System.getProperty(ProcessLauncher.LAUNCHER_PROPERTY, "auto").toLowerCase(Locale.ROOT);
        return switch (forced) {
            case "auto", "" -> posixProblem().isEmpty() ? POSIX : JDK;
            case "posix" -> posix();
            case "jdk" -> JDK;
            default ->
                throw new IllegalStateException("The system property " + ProcessLauncher.LAUNCHER_PROPERTY + " is \""
                        + forced + "\"; it can be auto, posix or jdk.");
        };
    }

    /**
     * See {@link ProcessLauncher#posix()}.
     *
     * @return the launcher
     */
    public static ProcessLauncher posix() {
        String problem = posixProblem();
        if (!problem.isEmpty()) {
            throw new IllegalStateException("The posix launcher does not work here: " + problem + ".");
        }
        return POSIX;
    }

    /**
     * See {@link ProcessLauncher#jdk()}.
     *
     * @return the launcher
     */
    public static ProcessLauncher jdk() {
        return JDK;
    }

    /** See {@link ProcessLauncher#warmUp()}. */
    public static void warmUp() {
        if (posixProblem != null) {
            return;
        }
        Thread loader = DaemonThreads.create(Launchers::posixProblem, "agent-sdk-warm-up");
        try {
            loader.start();
        } catch (OutOfMemoryError e) {
            // "unable to create native thread": the first start loads it then.
            log.debug("There is no thread to warm up", e);
        }
    }
}

package dev.agentsdk.process.internal;

import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.internal.jdk.JdkLauncher;
import dev.agentsdk.process.internal.posix.PosixLauncher;
import dev.agentsdk.process.internal.posix.PosixSupport;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses between the launchers, and loads the native library once. */
public final class Launchers {

    private static final Logger log = LoggerFactory.getLogger(Launchers.class);

    private static final ProcessLauncher JDK = new JdkLauncher();

    private Launchers() {}

    /** Whether posix works here; asked at the first use, on a thread that nobody interrupts. */
    private static final class Posix {
        static final CompletableFuture<String> PROBLEM = new CompletableFuture<>();
        static final ProcessLauncher LAUNCHER = new PosixLauncher();

        static {
            Thread loader = new Thread(Posix::load, "agent-sdk-warm-up");
            loader.setDaemon(true);
            loader.start();
        }

        private static void load() {
            try {
                PROBLEM.complete(PosixSupport.problem());
            } finally {
                // Whatever was thrown: nobody may wait for ever.
                PROBLEM.complete("it could not be loaded; the log of the thread agent-sdk-warm-up has more");
            }
        }

        /** Bounded by the loading of a library: tens of milliseconds, a second on a very busy machine. */
        static String problem() {
            return Waits.uninterruptibly(PROBLEM);
        }
    }

    /** What {@link #automatic()} has chosen; said once. */
    private static final class Automatic {
        static final ProcessLauncher LAUNCHER = choose();

        private static ProcessLauncher choose() {
            String problem = Posix.problem();
            if (problem.isEmpty()) {
                log.debug("Processes are started by the posix launcher");
                return Posix.LAUNCHER;
            }
            log.debug("Processes are started by the jdk launcher; posix does not work here: {}", problem);
            return JDK;
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
            case "auto", "" -> Automatic.LAUNCHER;
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
        String problem = Posix.problem();
        if (!problem.isEmpty()) {
            throw new IllegalStateException("The posix launcher does not work here: " + problem + ".");
        }
        return Posix.LAUNCHER;
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
        if (Posix.PROBLEM.isDone()) {
            log.trace("The native library is loaded");
        }
    }
}

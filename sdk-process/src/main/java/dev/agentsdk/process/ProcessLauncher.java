package dev.agentsdk.process;

import dev.agentsdk.process.internal.select.Launchers;

/**
 * Starts processes. Two implementations keep the contract of {@link ManagedProcess}: {@link #posix()} in full, and
 * {@link #jdk()} as far as the JDK's own process API allows. {@link #automatic()} chooses.
 *
 * <p>Thread-safe; a launcher has no state of its own and need not be closed.
 */
public interface ProcessLauncher {

    /** The system property that overrides {@link #automatic()}: {@code auto}, {@code posix} or {@code jdk}. */
    String LAUNCHER_PROPERTY = "dev.agentsdk.launcher";

    /**
     * The name of this launcher.
     *
     * @return {@code posix} or {@code jdk}
     */
    String name();

    /**
     * Starts a process and begins to read what it writes. Returns when the program runs.
     *
     * @param spec what to start
     * @param listener receives what it writes
     * @return the process, which must be closed
     * @throws ProcessStartException if it cannot be started; nothing is left behind
     */
    ManagedProcess start(ProcessSpec spec, ProcessListener listener);

    /**
     * The best launcher for this machine: {@link #posix()} where it works, else {@link #jdk()}; or the one that the
     * system property {@value #LAUNCHER_PROPERTY} names.
     *
     * @return the launcher
     * @throws IllegalStateException if the property names a launcher that does not exist or does not work here
     */
    static ProcessLauncher automatic() {
        return Launchers.automatic();
    }

    /**
     * The launcher on system calls: {@code posix_spawn} into a session of its own, nothing inherited but descriptors 0,
     * 1 and 2, non-blocking pipes, exact exit statuses, group signals without a pid-reuse window. Linux with glibc 2.34
     * or newer on x86-64 and aarch64.
     *
     * @return the launcher
     * @throws IllegalStateException if it does not work here; the message says why
     */
    static ProcessLauncher posix() {
        return Launchers.posix();
    }

    /**
     * The launcher on {@link ProcessBuilder}, for everywhere else. What it cannot promise is described in the guide to
     * launchers: a reader that waits for a silent process cannot be woken, so that such a process notices the closed
     * pipe one write later; a stopped process needs SIGKILL; a signal that ended a process is known only from its exit
     * code; a write whose deadline passes closes stdin, also if none of it was written; what descendants write after the
     * exit of the process may be lost, whatever {@link TeardownPlan#leftoverGrace()} says, because the JDK then closes
     * the pipe; signals that this JVM ignores, as under nohup, are ignored by the process too.
     *
     * @return the launcher
     */
    static ProcessLauncher jdk() {
        return Launchers.jdk();
    }

    /**
     * Loads what the first start needs, in the background. The first start does it otherwise, and waits for it: about 60
     * ms for the system-call library.
     */
    static void warmUp() {
        Launchers.warmUp();
    }
}

package dev.agentsdk.process.internal;

import dev.agentsdk.process.ManagedProcess;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that run, so that they can be ended when the JVM exits. One shutdown hook for all of them, registered
 * with the first and removed with the last.
 */
public final class LiveProcesses {

    private static final Logger log = LoggerFactory.getLogger(LiveProcesses.class);

    private static final Set<ManagedProcess> LIVE = new HashSet<>();
    private static @Nullable Thread hook;

    private LiveProcesses() {}

    /**
     * Remembers a process.
     *
     * @param process a new process
     */
    public static void add(ManagedProcess process) {
        synchronized (LIVE) {
            LIVE.add(process);
            if (hook == null) {
                Thread newHook = new Thread(LiveProcesses::closeAll, "agent-sdk-shutdown");
                try {
                    Runtime.getRuntime().addShutdownHook(newHook);
                    hook = newHook;
                } catch (IllegalStateException e) {
                    // The JVM is on its way out: whoever starts processes now has to close them.
                    log.debug("No shutdown hook: the JVM is exiting");
                }
            }
        }
    }

    /**
     * Forgets a process that has ended.
     *
     * @param process the process
     */
    public static void remove(ManagedProcess process) {
        Watchdog.forget(process);
        synchronized (LIVE) {
            LIVE.remove(process);
            if (LIVE.isEmpty() && hook != null) {
                try {
                    Runtime.getRuntime().removeShutdownHook(hook);
                } catch (IllegalStateException e) {
                    log.debug("The shutdown hook stays: the JVM is exiting");
                }
                hook = null;
            }
        }
    }

    /** {@return the ids of the processes that this JVM has started and whose end it does not know} */
    static Set<Long> pids() {
        synchronized (LIVE) {
            // One that has ended stays here while its output is unread, and its id may be another's by then.
            return LIVE.stream()
                    .filter(process -> !process.exit().isDone())
                    .map(ManagedProcess::pid)
                    .collect(Collectors.toSet());
        }
    }

    /** {@return whether the JVM's exit is hooked} */
    static boolean isHooked() {
        synchronized (LIVE) {
            return hook != null;
        }
    }

    /** In parallel, so that all of them together take as long as the slowest; each is bounded by its own plan. */
    private static void closeAll() {
        List<ManagedProcess> toClose;
        synchronized (LIVE) {
            toClose = new ArrayList<>(LIVE);
        }
        List<Thread> closers = new ArrayList<>();
        for (ManagedProcess process : toClose) {
            Thread closer = new Thread(process::close, "agent-sdk-shutdown-" + process.pid());
            closer.setDaemon(true);
            closer.start();
            closers.add(closer);
        }
        for (Thread closer : closers) {
            try {
                closer.join();
            } catch (InterruptedException e) {
                // Somebody wants the JVM to hurry up: the closers go on for as long as it lets them.
                return;
            }
        }
    }
}

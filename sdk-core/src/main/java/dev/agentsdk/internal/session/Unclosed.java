package dev.agentsdk.internal.session;

import dev.agentsdk.callback.internal.DaemonThreads;
import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what an application has dropped without closing it, once it is garbage-collected, and says so. A last resort: an
 * agent's process costs hundreds of megabytes, and nobody knows when the collector comes.
 *
 * <p>What waits for the agent on behalf of a session must keep that reachable meanwhile: see
 * {@link java.lang.ref.Reference#reachabilityFence}.
 */
public final class Unclosed {

    /** The system property that has it recorded where sessions are opened. */
    public static final String PROPERTY = "dev.agentsdk.trackUnclosed";

    private static final Logger log = LoggerFactory.getLogger(Unclosed.class);

    /**
     * Made at the first use and not by the static initializer: it starts a thread, and without one this class could never be
     * used again. Its thread has no context class loader and lives as long as this class does.
     */
    private static @Nullable Cleaner cleaner;

    private Unclosed() {}

    /**
     * Watches a session or query.
     *
     * @param owner closes the connection if it is used as it should be; the connection must not refer to it
     * @param connection what to close
     * @return to be told when the owner has closed it
     */
    public static Cleaner.Cleanable watch(Object owner, Connection connection) {
        String what = owner.getClass().getSimpleName();
        Throwable opened = Boolean.getBoolean(PROPERTY) ? new Throwable("It was opened here") : null;
        Cleaner made = cleaner();
        return made == null ? () -> {} : made.register(owner, new Dropped(connection, what, opened));
    }

    /** Null if there is no thread for it: then nothing is watched, and the next session tries again. */
    private static synchronized @Nullable Cleaner cleaner() {
        if (cleaner == null) {
            try {
                cleaner = Cleaner.create();
            } catch (OutOfMemoryError e) {
                log.debug("No thread can be created to watch for sessions that are dropped without close()", e);
            }
        }
        return cleaner;
    }

    private record Dropped(
            Connection connection, String what, @Nullable Throwable opened) implements Runnable {

        @Override
        public void run() {
            if (connection.isClosing()) {
                return;
            }
            if (opened != null) {
                log.warn("An {} was dropped without close(); it is closed now", what, opened);
            } else {
                log.warn(
                        "An {} was dropped without close(); it is closed now. -D{}=true shows where it was opened",
                        what,
                        PROPERTY);
            }
            // A close takes its time, and others may be waiting for the cleaner.
            Thread closer = DaemonThreads.create(connection::close, "agent-sdk-close-dropped");
            try {
                closer.start();
            } catch (OutOfMemoryError e) {
                // No thread can be created: then the others wait, which a close bounds.
                connection.close();
            }
        }
    }
}

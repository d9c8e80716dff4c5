package dev.agentsdk.process.internal.posix;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The disposition of SIGCHLD in this JVM. A JVM whose parent ignored the signal inherits that: then the kernel reaps
 * children itself, and their exit codes are lost. The JDK mends it at the first {@link ProcessBuilder#start()} of its own.
 */
final class ChildSignal {

    private static final Logger log = LoggerFactory.getLogger(ChildSignal.class);

    private static final int SIGCHLD = 17;
    private static final long SIG_DFL = 0;
    private static final long SIG_IGN = 1;
    private static final int SA_NOCLDWAIT = 2;

    /** struct sigaction of glibc on 64-bit systems: the handler, a mask of 128 bytes, the flags, a pointer. */
    private static final int SIZE = 152;

    private static final int FLAGS = 136;

    private static final AtomicBoolean SAID = new AtomicBoolean();

    private ChildSignal() {}

    /** Makes children stay until they are reaped. Looked at before each start, since a library may have changed it. */
    static void ensureChildrenStay() {
        NativeMemory.Chunk chunk = NativeMemory.borrow();
        try {
            long action = chunk.address;
            NativeMemory.IO.setMemory(action, SIZE, (byte) 0);
            if (LibC.sigaction(SIGCHLD, 0, action) != 0) {
                return;
            }
            boolean ignored = NativeMemory.IO.getLong(action) == SIG_IGN;
            int flags = NativeMemory.IO.getInt(action + FLAGS);
            if (!ignored && (flags & SA_NOCLDWAIT) == 0) {
                return;
            }
            if (ignored) {
                NativeMemory.IO.putLong(action, SIG_DFL);
            }
            NativeMemory.IO.putInt(action + FLAGS, flags & ~SA_NOCLDWAIT);
            int result = LibC.sigaction(SIGCHLD, action, 0);
            if (SAID.compareAndSet(false, true)) {
                log.info(
                        "SIGCHLD was {} in this JVM, inherited from its parent or set by a library; it is {} now, since"
                                + " exit codes would be lost",
                        ignored ? "ignored" : "set to SA_NOCLDWAIT",
                        result == 0 ? "set to its default" : "left so, because it cannot be changed");
            }
        } finally {
            NativeMemory.giveBack(chunk);
        }
    }
}

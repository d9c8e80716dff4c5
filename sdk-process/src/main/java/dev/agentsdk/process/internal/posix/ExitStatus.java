package dev.agentsdk.process.internal.posix;

import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a child has exited, as {@code waitid} reports it.
 *
 * @param kind what is known
 * @param exitCode its code, 128 and the signal's number if it was one; empty if that cannot be known
 * @param signal the signal that has ended it
 */
record ExitStatus(Kind kind, OptionalInt exitCode, OptionalInt signal) {

    /** What {@code waitid} has answered. */
    enum Kind {
        /** The child is reaped. */
        REAPED,
        /** It cannot be reaped yet: it has not exited, or a debugger that traces it has not let it go. */
        NOT_YET,
        /** It is no child of this process any more: other code in this JVM has reaped it. */
        LOST
    }

    private static final Logger log = LoggerFactory.getLogger(ExitStatus.class);

    private static final int SIGINFO_SIZE = 128;
    private static final int SIGINFO_CODE = 8;
    private static final int SIGINFO_PID = 16;
    private static final int SIGINFO_STATUS = 24;
    private static final int CLD_EXITED = 1;

    static final ExitStatus NOT_YET = new ExitStatus(Kind.NOT_YET, OptionalInt.empty(), OptionalInt.empty());
    private static final ExitStatus LOST = new ExitStatus(Kind.LOST, OptionalInt.empty(), OptionalInt.empty());

    boolean isNotYet() {
        return kind == Kind.NOT_YET;
    }

    /**
     * Reaps a child, if it has exited. Does not wait. Its id is free then.
     *
     * @param pid the child
     * @param options more options for {@code waitid}
     */
    static ExitStatus reap(int pid, int options) {
        NativeMemory.Chunk chunk = NativeMemory.borrow();
        try {
            long siginfo = chunk.address;
            NativeMemory.IO.setMemory(siginfo, SIGINFO_SIZE, (byte) 0);
            int result;
            do {
                result = LibC.waitid(pid, siginfo, LibC.WEXITED | LibC.WNOHANG | options);
            } while (result == -Errno.EINTR);
            if (result == -Errno.ECHILD) {
                log.warn(
                        "The exit status of process {} is lost: other code in this JVM waits for any child, or SIGCHLD"
                                + " is ignored",
                        pid);
                return LOST;
            }
            if (result < 0) {
                log.warn("waitid failed for process {}: {}", pid, Errno.describe(-result));
                return LOST;
            }
            if (NativeMemory.IO.getInt(siginfo + SIGINFO_PID) != pid) {
                return NOT_YET;
            }
            int status = NativeMemory.IO.getInt(siginfo + SIGINFO_STATUS);
            return NativeMemory.IO.getInt(siginfo + SIGINFO_CODE) == CLD_EXITED
                    ? new ExitStatus(Kind.REAPED, OptionalInt.of(status), OptionalInt.empty())
                    : new ExitStatus(Kind.REAPED, OptionalInt.of(128 + status), OptionalInt.of(status));
        } finally {
            NativeMemory.giveBack(chunk);
        }
    }
}

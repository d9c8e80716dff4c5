package dev.agentsdk.process.internal.posix;

import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a child has exited, as {@code waitid} tells it.
 *
 * @param exitCode its code, 128 and the signal's number if it was one; empty if that cannot be known
 * @param signal the signal that has ended it
 */
record ExitStatus(OptionalInt exitCode, OptionalInt signal) {

    private static final Logger log = LoggerFactory.getLogger(ExitStatus.class);

    private static final int SIGINFO_SIZE = 128;
    private static final int SIGINFO_CODE = 8;
    private static final int SIGINFO_PID = 16;
    private static final int SIGINFO_STATUS = 24;
    private static final int CLD_EXITED = 1;

    static final ExitStatus UNKNOWN = new ExitStatus(OptionalInt.empty(), OptionalInt.empty());

    /** Reaps a child that has exited, so that this does not wait. Its id is free then. */
    static ExitStatus reap(int pid) {
        long siginfo = NativeMemory.allocate(SIGINFO_SIZE);
        try {
            int result;
            do {
                result = LibC.waitid(pid, siginfo, LibC.WEXITED | LibC.WNOHANG);
            } while (result == -Errno.EINTR);
            if (result < 0 || NativeMemory.IO.getInt(siginfo + SIGINFO_PID) != pid) {
                // Somebody else in this JVM waits for any child, or SIGCHLD is ignored: the status is lost.
                log.warn("The exit status of process {} was taken by somebody else", pid);
                return UNKNOWN;
            }
            int status = NativeMemory.IO.getInt(siginfo + SIGINFO_STATUS);
            return NativeMemory.IO.getInt(siginfo + SIGINFO_CODE) == CLD_EXITED
                    ? new ExitStatus(OptionalInt.of(status), OptionalInt.empty())
                    : new ExitStatus(OptionalInt.of(128 + status), OptionalInt.of(status));
        } finally {
            NativeMemory.free(siginfo);
        }
    }
}

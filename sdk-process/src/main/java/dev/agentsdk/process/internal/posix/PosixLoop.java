package dev.agentsdk.process.internal.posix;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.ProcessListener;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a process: waits for its stdout, its stderr, its end, and a wake-up, all in one {@code poll}; reads
 * and passes on.
 *
 * <p>The end of the process, not that of its pipes, is what ends the loop: a grandchild may hold them open for ever. What
 * the process wrote before it exited is in the pipes by then, so after the exit they are read until they are empty.
 */
final class PosixLoop implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(PosixLoop.class);

    /** After this many chunks of one stream the others get their turn. */
    private static final int CHUNKS_A_ROUND = 16;

    /** More than any pipe holds, so that it is not the process any more that wrote what comes behind it. */
    private static final long MOST_AFTER_EXIT = 4L << 20;

    /** A process closes its pipes a moment before it is gone: its end is awaited so long before the end is reported. */
    private static final Duration EXIT_AFTER_EOF = Duration.ofMillis(100);

    /** How often a process is looked at that has exited and cannot be reaped, or that is alive and not read from. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private static final long LOOK_AGAIN_NANOS = LOOK_AGAIN.toNanos() / 10;

    static {
        // Resolves the method while there is memory: it is needed first when there is none.
        LockSupport.parkNanos(0);
    }

    private static final int NO_TIMEOUT = -1;

    private final PosixProcess process;
    private final ProcessListener listener;

    private boolean stdoutOpen = true;
    private boolean stdoutEndTold;
    private boolean stderrOpen = true;
    private boolean failureLogged;
    private long readAfterExit;
    private @Nullable Deadline exitAwaited;
    private @Nullable Deadline leftoversTolerated;

    PosixLoop(PosixProcess process, ProcessListener listener) {
        this.process = process;
        this.listener = listener;
    }

    @Override
    public void run() {
        try (PollSet set = new PollSet(4)) {
            while (!isDone()) {
                round(set);
            }
        } catch (RuntimeException | Error e) {
            giveUpReading(e);
        } finally {
            process.loopHasEnded();
        }
    }

    private boolean isDone() {
        return process.isReaped() && stdoutEndTold && !stderrOpen;
    }

    private void round(PollSet set) {
        process.closeIfHandedOver();
        set.clear();
        int wakeFd = process.loopWake.descriptor().enter();
        int outFd = stdoutOpen && !process.isStdoutPaused() ? process.stdout.enter() : -1;
        int errFd = stderrOpen ? process.stderr.enter() : -1;
        int exitFd = process.hasExited() ? -1 : process.pidfd.enter();
        int wakeAt = add(set, wakeFd);
        int outAt = add(set, outFd);
        int errAt = add(set, errFd);
        int exitAt = add(set, exitFd);
        try {
            // Without a time-out it is the wake-up that bounds the wait: everything that matters sends it.
            set.poll(timeoutMillis());
        } finally {
            leave(process.loopWake.descriptor(), wakeFd);
            leave(process.stdout, outFd);
            leave(process.stderr, errFd);
            leave(process.pidfd, exitFd);
        }

        NativeMemory.Chunk chunk = NativeMemory.borrow();
        try {
            if (set.isReady(wakeAt)) {
                // Before anything is looked at again: what is set after this look wakes once more.
                process.loopWake.reset(chunk);
            }
            if (set.isReady(exitAt)) {
                process.markExited();
            }
            if (stderrOpen && process.stderr.isClosed()) {
                endStderr();
            } else if (set.isReady(errAt)) {
                readStderr(chunk);
            }
            if (stdoutOpen && process.stdout.isClosed()) {
                endStdout();
            } else if (set.isReady(outAt)) {
                readStdout(chunk);
            }
            if (process.hasExited()) {
                afterExit(chunk);
            }
            tellStdoutEnd();
        } finally {
            NativeMemory.giveBack(chunk);
        }
    }

    private static int add(PollSet set, int fd) {
        return fd < 0 ? -1 : set.add(fd, LibC.POLLIN);
    }

    private static void leave(Descriptor descriptor, int entered) {
        if (entered >= 0) {
            descriptor.exit();
        }
    }

    private int timeoutMillis() {
        int millis = NO_TIMEOUT;
        if (process.hasExited() && process.isAbandoned()) {
            millis = (int) LOOK_AGAIN.toMillis();
        }
        if (exitAwaited != null && !stdoutEndTold) {
            millis = least(millis, exitAwaited.remainingMillis());
        }
        if (leftoversTolerated != null && !process.isReaped() && !process.isClosing()) {
            millis = least(millis, leftoversTolerated.remainingMillis());
        }
        return millis;
    }

    private static int least(int millis, int other) {
        return millis < 0 ? other : Math.min(millis, other);
    }

    private void readStdout(NativeMemory.Chunk chunk) {
        for (int i = 0; i < CHUNKS_A_ROUND && !process.isStdoutPaused(); i++) {
            int length = read(process.stdout, chunk);
            if (length < 0) {
                endStdout();
                return;
            }
            if (length == 0) {
                return;
            }
            listener.onStdout(chunk.bytes, 0, length);
            if (length < NativeMemory.Chunk.SIZE) {
                // Most likely empty now: poll says so as cheaply as another read.
                return;
            }
        }
    }

    private void readStderr(NativeMemory.Chunk chunk) {
        for (int i = 0; i < CHUNKS_A_ROUND; i++) {
            int length = read(process.stderr, chunk);
            if (length < 0) {
                endStderr();
                return;
            }
            if (length == 0) {
                return;
            }
            listener.onStderr(chunk.bytes, 0, length);
            if (length < NativeMemory.Chunk.SIZE) {
                return;
            }
        }
    }

    /** Reads what is there: the number of bytes, 0 if there is nothing now, -1 at the end or if it was closed. */
    private static int read(Descriptor descriptor, NativeMemory.Chunk chunk) {
        int fd = descriptor.enter();
        if (fd < 0) {
            return -1;
        }
        long length;
        try {
            do {
                length = LibC.read(fd, chunk.address, NativeMemory.Chunk.SIZE);
            } while (length == -Errno.EINTR);
        } finally {
            descriptor.exit();
        }
        if (length > 0) {
            NativeMemory.IO.getByteArray(chunk.address, chunk.bytes, 0, (int) length);
            return (int) length;
        }
        return length == -Errno.EAGAIN ? 0 : -1;
    }

    private void endStdout() {
        stdoutOpen = false;
        process.stdout.close();
        exitAwaited = Deadline.in(EXIT_AFTER_EOF);
    }

    private void endStderr() {
        stderrOpen = false;
        process.stderr.close();
        listener.onStderrEnd();
    }

    private void tellStdoutEnd() {
        if (stdoutOpen || stdoutEndTold) {
            return;
        }
        boolean exitKnown = process.isReaped() || process.isClosing();
        // A process that has exited is reaped after the grace for what it has left: that is waited for too.
        boolean exitComing = process.hasExited() || (exitAwaited != null && !exitAwaited.hasPassed());
        if (exitKnown || !exitComing) {
            stdoutEndTold = true;
            listener.onStdoutEnd();
        }
    }

    private void afterExit(NativeMemory.Chunk chunk) {
        if (!process.isReaped() && (!process.isClosing() || process.isAbandoned())) {
            if (leftoversTolerated == null) {
                leftoversTolerated = Deadline.in(process.leftoverGrace());
            }
            if ((!stdoutOpen && !stderrOpen) || leftoversTolerated.hasPassed()) {
                process.endLeftoversOfOwnExit();
            }
        }
        if (!process.isReaped()) {
            // Either the grace for what is left still runs, or the closing thread reaps, and wakes this one then.
            return;
        }
        if (stderrOpen && drained(process.stderr, chunk, true)) {
            endStderr();
        }
        // After stderr, whose end belongs to the report; before stdout, which the application may read next year.
        process.completeOwnExit();
        if (stdoutOpen && !process.isStdoutPaused() && drained(process.stdout, chunk, false)) {
            endStdout();
        }
    }

    /** Reads on until nothing is there. False if stdout was paused meanwhile: then the rest waits in the pipe. */
    private boolean drained(Descriptor descriptor, NativeMemory.Chunk chunk, boolean isStderr) {
        while (readAfterExit < MOST_AFTER_EXIT) {
            if (!isStderr && process.isStdoutPaused()) {
                return false;
            }
            int length = read(descriptor, chunk);
            if (length <= 0) {
                return true;
            }
            readAfterExit += length;
            if (isStderr) {
                listener.onStderr(chunk.bytes, 0, length);
            } else {
                listener.onStdout(chunk.bytes, 0, length);
            }
        }
        return true;
    }

    /**
     * The listener threw, or this loop has. Nothing more is read, and the process gets EPIPE if it goes on writing; the ends
     * are reported, since other threads may wait for them; and it is reaped all the same, when it has ended by itself or by
     * a close. Tried again and again: memory that is missing now comes back one day.
     */
    private void giveUpReading(Throwable problem) {
        while (true) {
            try {
                if (isGivenUp(problem)) {
                    return;
                }
            } catch (RuntimeException | Error e) {
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
        }
    }

    private boolean isGivenUp(Throwable problem) {
        process.stdout.close();
        process.stderr.close();
        if (!failureLogged) {
            failureLogged = true;
            log.error("The reading of {} has failed", process, problem);
        }
        if (stderrOpen) {
            stderrOpen = false;
            notifyQuietly(listener::onStderrEnd);
        }
        if (exitAwaited == null) {
            exitAwaited = Deadline.in(EXIT_AFTER_EOF);
        }
        process.closeIfHandedOver();
        if (!process.isReaped()) {
            boolean exited = process.awaitExit(exitAwaited.hasPassed() ? Deadline.in(LOOK_AGAIN) : exitAwaited);
            if (exited && (!process.isClosing() || process.isAbandoned())) {
                process.endLeftoversOfOwnExit();
            } else if (exited) {
                // The closing thread reaps it.
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
        }
        if (process.isReaped()) {
            process.completeOwnExit();
        } else if (!exitAwaited.hasPassed()) {
            return false;
        }
        if (!stdoutEndTold) {
            stdoutEndTold = true;
            notifyQuietly(listener::onStdoutEnd);
        }
        return process.isReaped();
    }

    private void notifyQuietly(Runnable end) {
        try {
            end.run();
        } catch (RuntimeException | Error e) {
            log.error("The listener of {} has failed again", process, e);
        }
    }
}

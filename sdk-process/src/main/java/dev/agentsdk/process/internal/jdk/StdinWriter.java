package dev.agentsdk.process.internal.jdk;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.StdinClosedException;
import dev.agentsdk.process.internal.DaemonThreads;
import dev.agentsdk.process.internal.Waits;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the stdin of a JDK process on a thread of its own. A write to a full pipe can only be ended by the end of the
 * child, and {@code OutputStream.close()} waits for it: so neither may happen on a thread that must go on.
 */
final class StdinWriter {

    /** A write, or the close if it has no parts. */
    private static final class Job {
        final byte @Nullable [][] parts;
        final CompletableFuture<Void> done = new CompletableFuture<>();
        volatile @Nullable String failure;

        Job(byte @Nullable [][] parts) {
            this.parts = parts;
        }
    }

    private final OutputStream stdin;
    private final long pid;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedBlockingQueue<Job> jobs = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> refused = new CompletableFuture<>();
    private final Thread thread;

    StdinWriter(OutputStream stdin, long pid) {
        this.stdin = stdin;
        this.pid = pid;
        this.thread = DaemonThreads.create(this::run, "agent-sdk-stdin-" + pid);
    }

    Thread thread() {
        return thread;
    }

    boolean write(Deadline deadline, byte[]... parts) {
        if (!Waits.tryLock(lock, deadline)) {
            return false;
        }
        try {
            if (refused.isDone()) {
                throw closed("it is closed");
            }
            Job job = new Job(parts);
            jobs.add(job);
            if (!Waits.settled(CompletableFuture.anyOf(job.done, refused), deadline)) {
                // A part may be written, and the rest may still follow: nothing can come behind it.
                close();
                return false;
            }
            if (!job.done.isDone()) {
                throw closed("it was closed meanwhile");
            }
            if (job.failure != null) {
                throw closed(job.failure);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private StdinClosedException closed(String why) {
        return new StdinClosedException("stdin of process " + pid + " cannot be written to: " + why + ".");
    }

    /** Closes stdin after the write that is under way. */
    void closeAfterWrites(Deadline deadline) {
        if (Waits.tryLock(lock, deadline)) {
            try {
                close();
            } finally {
                lock.unlock();
            }
        }
    }

    /** No more writes; those who wait are freed. The writing thread itself stays in its write. */
    void refuse() {
        refused.complete(null);
    }

    /** Has stdin closed as soon as the writing thread is free. Does not wait. */
    void close() {
        refuse();
        jobs.add(new Job(null));
    }

    /** Closes stdin of a process to which nothing was written: nothing can be waited for. */
    void discard() {
        refuse();
        if (thread.isAlive()) {
            close();
        } else {
            closeStream();
        }
    }

    private void run() {
        try {
            while (true) {
                // Bounded by close(), which every process gets.
                Job job = jobs.take();
                if (job.parts == null) {
                    break;
                }
                if (!write(job)) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread on purpose; ending it is the right answer all the same.
            refuse();
        }
        closeStream();
    }

    private void closeStream() {
        try {
            stdin.close();
        } catch (IOException e) {
            // The child has gone: there is nothing left to close.
            refuse();
        }
    }

    private boolean write(Job job) {
        try {
            for (byte[] part : Objects.requireNonNull(job.parts)) {
                stdin.write(part);
            }
            stdin.flush();
            job.done.complete(null);
            return true;
        } catch (IOException e) {
            // In this order: whoever is woken by the refusal looks at what became of the write.
            job.failure = String.valueOf(e.getMessage());
            job.done.complete(null);
            refuse();
            return false;
        }
    }
}

package dev.agentsdk.process.internal.supervise;

import dev.agentsdk.process.ChildSpec;
import dev.agentsdk.process.ChildState;
import dev.agentsdk.process.ChildStatus;
import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.OutputLine;
import dev.agentsdk.process.ProcessException;
import dev.agentsdk.process.ProcessExit;
import dev.agentsdk.process.ProcessExit.Stage;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.ProcessStartException;
import dev.agentsdk.process.StdinClosedException;
import dev.agentsdk.process.SupervisorException;
import dev.agentsdk.process.TeardownPlan;
import dev.agentsdk.process.internal.DaemonThreads;
import dev.agentsdk.process.internal.Waits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child and its processes, one after the other. Its thread waits for the end of each, and starts the next as the policy
 * says. Whoever stops it ends the process on their own thread; its thread sees the end and stops, too.
 *
 * <p>The lock is not held while a process is started, ended or waited for.
 */
public final class Child {

    private static final Logger log = LoggerFactory.getLogger(Child.class);

    /** The supervisor. */
    public interface Owner {
        /**
         * A line was written. Called by the threads that read, which must not wait.
         *
         * @param child by whom
         * @param line the line
         */
        void onLine(Child child, OutputLine line);

        /**
         * The state has changed. Called in order and with the lock of the child: must neither wait nor take a lock under
         * which a child is called.
         *
         * @param child whose
         * @param status what is known of it since
         */
        void onState(Child child, ChildStatus status);

        /**
         * It has ended for good. Called without a lock.
         *
         * @param child who
         */
        void onOver(Child child);
    }

    private final ChildSpec spec;
    private final Supplier<ProcessLauncher> launcher;
    private final Owner owner;
    private final LineRing ring;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock.
    private ChildState state = ChildState.STARTING;
    private @Nullable ChildProcess process;
    private final ChildHistory history;
    private boolean stopRequested;
    private int stoppers;
    private @Nullable Stage stoppedBy;
    private boolean over;

    /**
     * Makes a child that has not been started.
     *
     * @param spec what it is
     * @param launcher starts its processes
     * @param owner hears of it
     * @param before the child whose place it takes and whose history it goes on with; null if there is none
     */
    public Child(ChildSpec spec, Supplier<ProcessLauncher> launcher, Owner owner, @Nullable Child before) {
        this.spec = spec;
        this.launcher = launcher;
        this.owner = owner;
        this.ring = before == null ? new LineRing(spec.bufferedLines()) : before.ring;
        this.history = new ChildHistory(spec.restart(), before == null ? null : before.status());
    }

    /**
     * What it is.
     *
     * @return the specification
     */
    public ChildSpec spec() {
        return spec;
    }

    /**
     * Its last lines.
     *
     * @return the oldest first
     */
    public List<OutputLine> lines() {
        return ring.content();
    }

    /**
     * What is known of it now.
     *
     * @return the status
     */
    public ChildStatus status() {
        lock.lock();
        try {
            return statusLocked();
        } finally {
            lock.unlock();
        }
    }

    private ChildStatus statusLocked() {
        ChildProcess running = process;
        Deadline next = history.restartAt();
        return new ChildStatus(
                spec.name(),
                state,
                running == null ? OptionalLong.empty() : OptionalLong.of(running.pid()),
                running == null ? Duration.ZERO : running.uptime(),
                history.restarts(),
                state == ChildState.BACKOFF && next != null
                        ? Optional.of(Duration.ofNanos(Math.max(0, next.remainingNanos())))
                        : Optional.empty(),
                ring.lines(),
                ring.bytes(),
                history.exits());
    }

    /**
     * Starts it. If it is stopped meanwhile, it is ended at once.
     *
     * @throws ProcessException if it cannot be started; it is over then
     */
    public void start() {
        ChildProcess first;
        try {
            first = launch();
        } catch (RuntimeException | Error e) {
            become(ChildState.FAILED);
            throw e;
        }
        Thread thread = DaemonThreads.create(() -> live(first), "agent-sdk-child-" + spec.name());
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            // "unable to create native thread": the limit on threads, not the heap.
            first.end(
                    spec.process().teardown(),
                    Deadline.in(spec.process().teardown().budget()));
            first.release();
            become(ChildState.FAILED);
            throw new ProcessStartException(
                    ProcessStartException.Reason.OUT_OF_PROCESSES,
                    "No thread could be created to watch " + spec.name() + ", so that it was ended again: a limit is"
                            + " reached (ulimit -u, or that of the container).",
                    e);
        }
    }

    private ChildProcess launch() {
        ChildProcess started = ChildProcess.start(spec, launcher.get(), ring, line -> {
            ring.add(line);
            owner.onLine(this, line);
        });
        try {
            running(started);
            return started;
        } catch (RuntimeException | Error e) {
            // No memory, for example. Nothing watches it, so that it must not run.
            TeardownPlan plan = spec.process().teardown();
            started.end(plan, Deadline.in(plan.budget()));
            started.release();
            throw e;
        }
    }

    private void running(ChildProcess started) {
        lock.lock();
        try {
            process = started;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        become(ChildState.RUNNING);
    }

    /** Sets the state, unless it is being stopped and this is none of an end. */
    private void become(ChildState next) {
        lock.lock();
        try {
            boolean changes =
                    !over && next != state && (!stopRequested || next == ChildState.STOPPING || !next.isLive());
            if (changes) {
                state = next;
            }
            if (!next.isLive()) {
                process = null;
                over = true;
            }
            changed.signalAll();
            if (changes) {
                // With the lock, for the order: the owner must not take a lock under which a child is called.
                owner.onState(this, statusLocked());
            }
        } finally {
            lock.unlock();
        }
        if (!next.isLive()) {
            owner.onOver(this);
        }
    }

    private void live(ChildProcess first) {
        ChildProcess current = first;
        try {
            while (current != null) {
                endIfStopped(current);
                ProcessExit exit = current.awaitEnd(spec.process().teardown());
                ChildState next = ended(current, exit);
                current = next == ChildState.BACKOFF ? startAgain() : null;
                if (current == null && next != ChildState.BACKOFF) {
                    become(next);
                }
            }
        } catch (RuntimeException | Error e) {
            // No memory, for example. A child that is not watched must not seem to run.
            fail(current, e);
        }
    }

    /** Starts it again, and again if that fails, as its policy says. Null when it is over, and known to be. */
    private @Nullable ChildProcess startAgain() {
        ChildState next = ChildState.BACKOFF;
        while (next == ChildState.BACKOFF) {
            become(ChildState.BACKOFF);
            if (!awaitBackoff()) {
                next = ChildState.STOPPED;
                break;
            }
            become(ChildState.STARTING);
            try {
                return launch();
            } catch (ProcessException e) {
                next = notStarted(e);
            } catch (RuntimeException | Error e) {
                next = notStarted(new ProcessException("The start of " + spec.name() + " has failed: " + e, e));
            }
        }
        become(next);
        return null;
    }

    private void fail(@Nullable ChildProcess current, Throwable why) {
        try {
            log.error("The child {} cannot be watched any more and is ended", spec.name(), why);
        } finally {
            try {
                if (current != null) {
                    TeardownPlan plan = spec.process().teardown();
                    current.end(plan, Deadline.in(plan.budget()));
                    current.release();
                }
            } finally {
                become(ChildState.FAILED);
            }
        }
    }

    /** It was stopped before there was a process that could be ended, and whoever did it may have gone. */
    private void endIfStopped(ChildProcess current) {
        boolean nobodyElse;
        lock.lock();
        try {
            nobodyElse = stopRequested && stoppers == 0;
        } finally {
            lock.unlock();
        }
        if (nobodyElse) {
            TeardownPlan plan = spec.process().teardown();
            Stage stage = current.end(plan, Deadline.in(plan.budget()));
            lock.lock();
            try {
                stoppedBy = stage;
            } finally {
                lock.unlock();
            }
        }
    }

    private ChildState ended(ChildProcess current, ProcessExit raw) {
        Duration ran = current.uptime();
        Optional<ProcessException> failure = current.failure();
        lock.lock();
        try {
            // Who has ended it knows how, and is about to say so.
            Waits.await(changed, Deadline.in(ChildProcess.RELEASE), () -> stoppers == 0 || stoppedBy != null);
            Stage stage = stoppedBy != null && raw.stage() != Stage.ABANDONED ? stoppedBy : raw.stage();
            process = null;
            history.ended(ran, raw.toBuilder().stage(stage).build(), failure);
            if (stopRequested) {
                return ChildState.STOPPED;
            }
            if (raw.isSuccess() && failure.isEmpty()) {
                return ChildState.EXITED;
            }
            return history.nextAttempt(ran.compareTo(spec.restart().stableAfter()) >= 0)
                    ? ChildState.BACKOFF
                    : ChildState.FAILED;
        } finally {
            lock.unlock();
        }
    }

    private ChildState notStarted(ProcessException problem) {
        lock.lock();
        try {
            history.notStarted(problem);
            if (stopRequested) {
                return ChildState.STOPPED;
            }
            return history.nextAttempt(false) ? ChildState.BACKOFF : ChildState.FAILED;
        } finally {
            lock.unlock();
        }
    }

    /** False when it is stopped meanwhile. */
    private boolean awaitBackoff() {
        lock.lock();
        try {
            Deadline until = history.restartAt();
            if (until != null) {
                Waits.await(changed, until, () -> stopRequested);
            }
            return !stopRequested;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Stops it: ends its process, or its being started again. Any number of calls at once; the most impatient plan wins.
     * Does nothing when it is over.
     *
     * @param plan how
     * @param deadline bounds the ending; what follows takes another second at the most
     * @return what is known of it then; live only if its start has outlived the deadline
     */
    public ChildStatus stop(TeardownPlan plan, Deadline deadline) {
        ChildProcess toEnd;
        lock.lock();
        try {
            if (over) {
                return statusLocked();
            }
            stopRequested = true;
            stoppers++;
            become(ChildState.STOPPING);
            Waits.await(changed, deadline, () -> process != null || over);
            toEnd = process;
        } finally {
            lock.unlock();
        }
        Stage stage = null;
        try {
            if (toEnd != null) {
                stage = toEnd.end(plan, deadline);
            }
        } finally {
            stopped(stage);
        }
        return awaitOver(Deadline.in(ChildProcess.RELEASE));
    }

    private void stopped(@Nullable Stage stage) {
        lock.lock();
        try {
            stoppers--;
            Stage before = stoppedBy;
            if (stage != null && (before == null || stage.compareTo(before) > 0)) {
                stoppedBy = stage;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private ChildStatus awaitOver(Deadline deadline) {
        lock.lock();
        try {
            Waits.await(changed, deadline, () -> over);
            return statusLocked();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes to the stdin of its process.
     *
     * @param deadline bounds the wait
     * @param parts what to write
     * @return false if it could not all be written by the deadline
     * @throws SupervisorException if it has no process now
     * @throws StdinClosedException if that does not read any more
     */
    public boolean write(Deadline deadline, byte[]... parts) {
        ChildProcess running;
        lock.lock();
        try {
            running = process;
            if (running == null) {
                throw new SupervisorException(
                        SupervisorException.Reason.NOT_RUNNING,
                        "Nothing can be written to the child " + spec.name() + ", which has no process now: it is "
                                + state + ".");
            }
        } finally {
            lock.unlock();
        }
        return running.write(deadline, parts);
    }
}

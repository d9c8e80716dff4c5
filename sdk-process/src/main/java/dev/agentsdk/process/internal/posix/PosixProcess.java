package dev.agentsdk.process.internal.posix;

import dev.agentsdk.process.Containment;
import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.ProcessExit;
import dev.agentsdk.process.ProcessExit.Stage;
import dev.agentsdk.process.ProcessListener;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.ProcessStartException;
import dev.agentsdk.process.ProcessStartException.Reason;
import dev.agentsdk.process.TeardownPlan;
import dev.agentsdk.process.TeardownPlan.Descendants;
import dev.agentsdk.process.internal.DaemonThreads;
import dev.agentsdk.process.internal.Ending;
import dev.agentsdk.process.internal.LiveProcesses;
import dev.agentsdk.process.internal.ProcessMark;
import dev.agentsdk.process.internal.ProcessTree;
import dev.agentsdk.process.internal.Teardown;
import dev.agentsdk.process.internal.Teardown.Leftovers;
import dev.agentsdk.process.internal.Waits;
import dev.agentsdk.process.internal.Watchdog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child of the posix launcher.
 *
 * <p>One thread of its own, {@link PosixLoop}, polls stdout, stderr, the child's end and a wake-up together, and does all
 * the reading. Writers write on their own threads ({@link PosixStdin}). A closing thread runs the {@link Ending}; loop and
 * closer meet only at the descriptors and at {@link #endLeftovers}.
 *
 * <p>The child leads a session and thus a process group with its own id. Until it is reaped, its zombie reserves that id,
 * so that a signal to the group cannot hit strangers: therefore the group is ended first and the child reaped last.
 *
 * <p>Locks, in this order: that of the {@link Ending}; {@code endLock}, held while descendants are ended, for as long as the
 * deadline of that allows; {@code signalLock}, held for two system calls that do not wait, so that a signal never waits for
 * an ending; that of a {@link Descriptor}.
 */
final class PosixProcess implements ManagedProcess, Teardown.Target {

    private static final Logger log = LoggerFactory.getLogger(PosixProcess.class);

    private static final long REAP_AGAIN_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final int pid;
    private final ProcessTree tree;
    private final TeardownPlan plan;

    final Descriptor stdout;
    final Descriptor stderr;
    final Descriptor pidfd;
    final WakeUp loopWake;
    private final PosixStdin stdin;

    private final Ending ending;
    private final ReentrantLock endLock = new ReentrantLock();
    private final ReentrantLock signalLock = new ReentrantLock();
    private final CountDownLatch loopEnded = new CountDownLatch(1);
    private final Thread loopThread;

    private volatile boolean stdoutPaused;
    private volatile boolean exited;

    /** Written under signalLock. */
    private volatile boolean reaped;

    private volatile boolean abandoned;
    private volatile boolean handedOver;
    private volatile boolean loopStarted;

    // Written under endLock.
    private volatile Leftovers leftovers = Leftovers.NONE;
    private volatile ExitStatus status = ExitStatus.NOT_YET;

    private PosixProcess(
            PosixSpawn spawn,
            ProcessMark mark,
            TeardownPlan plan,
            WakeUp loopWake,
            WakeUp writerWake,
            ProcessListener listener) {
        this.pid = spawn.pid();
        this.tree = new ProcessTree(
                mark,
                spawn.id(),
                spawn.gap() != null,
                spawn.gap(),
                spawn.cgroup(),
                plan.descendants(),
                PosixTreeKiller.INSTANCE);
        this.plan = plan;
        this.loopWake = loopWake;
        this.stdin = new PosixStdin(spawn.stdin(), pid, writerWake, this::hasExited);
        this.stdout = new Descriptor(spawn.stdout(), loopWake::wake);
        this.stderr = new Descriptor(spawn.stderr(), loopWake::wake);
        this.pidfd = new Descriptor(spawn.pidfd(), () -> {});
        this.ending = new Ending(this, plan, stdin::isClosed, this::handOver);
        this.loopThread = DaemonThreads.create(new PosixLoop(this, listener), "agent-sdk-io-" + pid);
    }

    static PosixProcess start(ProcessSpec spec, Path program, ProcessListener listener) {
        WakeUp loopWake = WakeUp.open(program);
        WakeUp writerWake = null;
        PosixProcess process;
        try {
            writerWake = WakeUp.open(program);
            ProcessMark mark = ProcessMark.in(spec.environment().orElseGet(System::getenv));
            PosixSpawn spawn = PosixSpawn.start(spec, mark, program);
            try {
                process = new PosixProcess(spawn, mark, spec.teardown(), loopWake, writerWake, listener);
            } catch (RuntimeException | Error e) {
                spawn.discard();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            loopWake.close();
            if (writerWake != null) {
                writerWake.close();
            }
            throw e;
        }
        try {
            LiveProcesses.add(process, spec);
            if (spec.watchdog()) {
                Watchdog.watch(process, process.tree.mark());
            }
            listener.onStart(process);
        } catch (RuntimeException | Error e) {
            process.discard();
            throw e;
        }
        try {
            process.loopStarted = true;
            process.loopThread.start();
        } catch (OutOfMemoryError e) {
            // "unable to create native thread": the limit on threads, not the heap.
            process.loopStarted = false;
            process.discard();
            throw new ProcessStartException(
                    Reason.OUT_OF_PROCESSES,
                    "No thread could be created to read from " + program + ", so that it was terminated: a limit is"
                            + " reached (ulimit -u, or that of the container).",
                    e);
        }
        return process;
    }

    /** Without its loop nothing of it can be used. */
    private void discard() {
        try {
            killNow();
            ending.close(Deadline.in(plan.killGrace()));
        } finally {
            stdin.close();
            stdout.close();
            stderr.close();
            closeLast();
            LiveProcesses.remove(this);
        }
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public boolean isAlive() {
        return !awaitExit(Deadline.in(Duration.ZERO));
    }

    @Override
    public CompletableFuture<ProcessExit> exit() {
        return ending.exit();
    }

    // ---- stdin

    @Override
    public boolean write(Deadline deadline, byte[]... parts) {
        return stdin.write(deadline, parts);
    }

    @Override
    public void closeStdin(Deadline deadline) {
        stdin.betweenWrites(deadline, () -> {
            noteDescendants();
            closeStdin();
        });
    }

    @Override
    public void closeStdin() {
        stdin.close();
    }

    @Override
    public void refuseWrites() {
        stdin.refuseWrites();
    }

    // ---- stdout

    @Override
    public void pauseStdout() {
        stdoutPaused = true;
    }

    @Override
    public void resumeStdout() {
        stdoutPaused = false;
        loopWake.wake();
    }

    boolean isStdoutPaused() {
        return stdoutPaused;
    }

    @Override
    public void closeStdout() {
        stdout.close();
        loopWake.wake();
    }

    // ---- the end

    @Override
    public void close() {
        try {
            ending.close();
        } finally {
            leaveToLoop();
        }
    }

    @Override
    public ProcessExit close(Deadline deadline) {
        try {
            return ending.close(deadline);
        } finally {
            leaveToLoop();
        }
    }

    /** An ending that could not reap the process, for want of memory perhaps, is over: from now on the loop tries. */
    private void leaveToLoop() {
        if (ending.exit().isDone() && !reaped && !abandoned) {
            abandoned = true;
            loopWake.wake();
        }
    }

    /** Makes the loop's thread end the process, as its next act. */
    private void handOver() {
        handedOver = true;
        loopWake.wake();
    }

    /** On the loop's thread: what a closing thread could not do for want of stack. */
    void closeIfHandedOver() {
        if (handedOver) {
            handedOver = false;
            close();
        }
    }

    boolean isClosing() {
        return ending.hasBegun();
    }

    boolean isAbandoned() {
        return abandoned;
    }

    boolean isReaped() {
        return reaped;
    }

    boolean hasExited() {
        return exited;
    }

    void markExited() {
        exited = true;
    }

    Duration leftoverGrace() {
        return plan.leftoverGrace();
    }

    /** The process has exited without being asked, or after it was abandoned: the loop ends what it has left. */
    void endLeftoversOfOwnExit() {
        // Not in a hurry: the report on an exit that was not asked for waits for this, and no close.
        endLeftovers(Deadline.in(plan.budget()));
    }

    /** Everything about an end without a close is known; the loop says so before it says that stdout has ended. */
    void completeOwnExit() {
        if (!ending.hasBegun()) {
            Stage stage = stdin.isClosed() ? Stage.EOF : Stage.ALREADY_EXITED;
            Leftovers left = leftovers;
            ending.complete(ProcessExit.builder(stage)
                    .exitCode(status.exitCode())
                    .signal(status.signal())
                    .leftBehind(left.alive())
                    .alsoEnded(left.ended())
                    .unseen(left.unseen())
                    .containment(containment())
                    .build());
        }
    }

    @Override
    public boolean awaitExit(Deadline deadline) {
        while (!exited) {
            int fd = pidfd.enter();
            if (fd < 0) {
                // Closed only after the end.
                return true;
            }
            try (PollSet set = new PollSet(1)) {
                int slot = set.add(fd, LibC.POLLIN);
                set.poll(deadline.remainingMillis());
                if (set.isReady(slot)) {
                    exited = true;
                } else if (deadline.hasPassed()) {
                    return false;
                }
            } finally {
                pidfd.exit();
            }
        }
        return true;
    }

    @Override
    public void noteDescendants() {
        if (!exited) {
            tree.remember();
        }
    }

    @Override
    public void terminate(Deadline deadline) {
        signalUnreaped(LibC.SIGTERM);
        // After TERM, so that a stopped process wakes up to it and not to anything else.
        signalUnreaped(LibC.SIGCONT);
    }

    @Override
    public void kill(Deadline deadline) {
        killNow();
        tree.kill(deadline);
    }

    @Override
    public void killNow() {
        signalUnreaped(LibC.SIGKILL);
    }

    /** To the group, or to the process alone if its descendants are to be left; never after the id is free again. */
    private void signalUnreaped(int number) {
        signalLock.lock();
        try {
            if (!reaped && isOurs()) {
                LibC.kill(plan.descendants() == Descendants.END ? -pid : pid, number);
            }
        } finally {
            signalLock.unlock();
        }
    }

    /** Whether the id is still that of our child: other code in this JVM may have reaped it. */
    private boolean isOurs() {
        int fd = pidfd.enter();
        if (fd < 0) {
            return false;
        }
        try {
            return LibC.pidfdSendSignal(fd, 0) != -Errno.ESRCH;
        } finally {
            pidfd.exit();
        }
    }

    @Override
    public Leftovers endLeftovers(Deadline deadline) {
        if (!Waits.tryLock(endLock, deadline)) {
            return new Leftovers(List.of(), List.of(), List.of("descendants: another thread still ends them"));
        }
        try {
            if (!reaped) {
                leftovers = endAll(deadline);
            }
            return leftovers;
        } finally {
            endLock.unlock();
            loopWake.wake();
        }
    }

    private Leftovers endAll(Deadline deadline) {
        try {
            Leftovers left = tree.end(deadline, this::killGroupOfTheGone);
            return awaitExit(Deadline.in(Duration.ZERO)) && reap(deadline) ? left : withLeader(left);
        } catch (OutOfMemoryError e) {
            // Not reaped: its zombie keeps the group's id, and the loop tries again until there is memory.
            abandoned = true;
            throw e;
        } catch (RuntimeException | Error e) {
            // Whatever the search threw: the process itself is reaped.
            log.warn("The descendants of process {} could not be ended", pid, e);
            Leftovers unknown =
                    new Leftovers(List.of(), List.of(), List.of("descendants: the search has failed: " + e));
            return awaitExit(Deadline.in(Duration.ZERO)) && reap(deadline) ? unknown : withLeader(unknown);
        }
    }

    /** The group of a process that has exited, whose zombie reserves its id. */
    private void killGroupOfTheGone() {
        if (tree.withDescendants() && exited) {
            killNow();
        }
    }

    /** False if it cannot be reaped by the deadline; then the loop goes on trying. */
    private boolean reap(Deadline deadline) {
        while (true) {
            signalLock.lock();
            try {
                ExitStatus now = ExitStatus.reap(pid, 0);
                if (!now.isNotYet()) {
                    status = now;
                    reaped = true;
                    abandoned = false;
                    return true;
                }
            } finally {
                signalLock.unlock();
            }
            if (deadline.hasPassed()) {
                log.warn("Process {} has exited and cannot be reaped: a debugger traces it", pid);
                abandoned = true;
                return false;
            }
            LockSupport.parkNanos(REAP_AGAIN_NANOS);
        }
    }

    private Leftovers withLeader(Leftovers left) {
        if (!abandoned) {
            abandoned = true;
            log.warn("Process {} outlives SIGKILL; it is watched in the background", pid);
        }
        List<Long> alive = new ArrayList<>(left.alive());
        alive.add((long) pid);
        return new Leftovers(left.ended(), alive, left.unseen());
    }

    @Override
    public Containment containment() {
        return tree.containment();
    }

    @Override
    public OptionalInt exitCode() {
        return status.exitCode();
    }

    @Override
    public OptionalInt signal() {
        return status.signal();
    }

    @Override
    public int release(Deadline deadline) {
        if (Thread.currentThread() == loopThread || !loopStarted) {
            // close() was called by the listener: the loop ends when it gets its thread back, or its first one.
            return 0;
        }
        if (abandoned) {
            // The loop stays to reap the process one day; nothing is read any more.
            stderr.close();
            return 1;
        }
        // After the end of the process and its group the loop reads what is in stderr and ends.
        if (!Waits.await(loopEnded, deadline)) {
            log.warn("The listener of process {} has not returned; its thread ends when it does", pid);
            stderr.close();
            return 1;
        }
        return 0;
    }

    /** Called by the loop as its last act. */
    void loopHasEnded() {
        try {
            stdin.close();
            closeLast();
        } finally {
            try {
                LiveProcesses.remove(this);
            } finally {
                loopEnded.countDown();
            }
        }
    }

    private void closeLast() {
        pidfd.close();
        loopWake.close();
        stdin.closeWakeUp();
    }

    @Override
    public String toString() {
        return "process " + pid;
    }
}

package dev.agentsdk.process.internal.posix;

import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.ProcessExit;
import dev.agentsdk.process.ProcessExit.Stage;
import dev.agentsdk.process.ProcessListener;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.ProcessStartException;
import dev.agentsdk.process.ProcessStartException.Reason;
import dev.agentsdk.process.TeardownPlan;
import dev.agentsdk.process.TeardownPlan.Descendants;
import dev.agentsdk.process.internal.Endable;
import dev.agentsdk.process.internal.LiveProcesses;
import dev.agentsdk.process.internal.ProcFs;
import dev.agentsdk.process.internal.ProcFs.ProcessId;
import dev.agentsdk.process.internal.ProcessMark;
import dev.agentsdk.process.internal.Teardown;
import dev.agentsdk.process.internal.Teardown.Leftovers;
import dev.agentsdk.process.internal.Waits;
import dev.agentsdk.process.internal.Watchdog;
import dev.agentsdk.spi.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child of the posix launcher.
 *
 * <p>One thread of its own, {@link PosixLoop}, polls stdout, stderr, the child's end and a wake-up together, and does all
 * the reading. Writers write on their own threads ({@link PosixStdin}). Whoever closes runs the {@link Teardown} on its own thread; loop and
 * closer meet only at the descriptors and at {@link #endLeftovers}.
 *
 * <p>The child leads a session and thus a process group with its own id. Until it is reaped, its zombie reserves that id,
 * so that a signal to the group cannot hit strangers: therefore the group is ended first and the child reaped last.
 */
final class PosixProcess implements ManagedProcess, Teardown.Target, Endable {

    private static final Logger log = LoggerFactory.getLogger(PosixProcess.class);

    private final int pid;
    private final ProcessMark mark;
    private final TeardownPlan plan;

    final Descriptor stdout;
    final Descriptor stderr;
    final Descriptor pidfd;
    final WakeUp loopWake;
    private final PosixStdin stdin;

    private final ReentrantLock endLock = new ReentrantLock();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<ProcessExit> exit = new CompletableFuture<>();
    private final CountDownLatch loopEnded = new CountDownLatch(1);
    private final Thread loopThread;

    private volatile boolean stdoutPaused;
    private volatile boolean exited;
    private volatile boolean reaped;
    private volatile boolean abandoned;
    private volatile boolean loopStarted;

    // Guarded by endLock until reaped is set, then constant.
    private final Set<ProcessId> noted = new LinkedHashSet<>();
    private Leftovers leftovers = Leftovers.NONE;
    private ExitStatus status = ExitStatus.UNKNOWN;

    private PosixProcess(
            PosixSpawn spawn,
            ProcessMark mark,
            TeardownPlan plan,
            WakeUp loopWake,
            WakeUp writerWake,
            ProcessListener listener) {
        this.pid = spawn.pid();
        this.mark = mark;
        this.plan = plan;
        this.loopWake = loopWake;
        this.stdin = new PosixStdin(spawn.stdin(), pid, writerWake, this::hasExited);
        this.stdout = new Descriptor(spawn.stdout(), loopWake::wake);
        this.stderr = new Descriptor(spawn.stderr(), loopWake::wake);
        this.pidfd = new Descriptor(spawn.pidfd(), () -> {});
        this.loopThread = new Thread(new PosixLoop(this, listener), "agent-sdk-io-" + pid);
        loopThread.setDaemon(true);
    }

    static PosixProcess start(ProcessSpec spec, Path program, ProcessListener listener) {
        WakeUp loopWake = WakeUp.open(program);
        WakeUp writerWake = null;
        PosixProcess process;
        try {
            writerWake = WakeUp.open(program);
            ProcessMark mark = ProcessMark.in(spec.environment().orElseGet(System::getenv));
            PosixSpawn spawn = PosixSpawn.start(spec, mark, program);
            process = new PosixProcess(spawn, mark, spec.teardown(), loopWake, writerWake, listener);
        } catch (RuntimeException | Error e) {
            loopWake.close();
            if (writerWake != null) {
                writerWake.close();
            }
            throw e;
        }
        LiveProcesses.add(process, spec);
        if (spec.watchdog()) {
            Watchdog.watch(process.pid, process.mark);
        }
        try {
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
            process.discard();
            throw new ProcessStartException(
                    Reason.OUT_OF_PROCESSES,
                    "No thread could be created to read from " + program + ", so that it was ended again: a limit is"
                            + " reached (ulimit -u, or that of the container).",
                    e);
        }
        return process;
    }

    /** Without its loop nothing of it can be used. */
    private void discard() {
        LibC.kill(-pid, LibC.SIGKILL);
        awaitExit(Deadline.in(plan.killGrace()));
        endLeftovers(Deadline.in(plan.killGrace()));
        stdin.close();
        stdout.close();
        stderr.close();
        closeLast();
        LiveProcesses.remove(this);
        closing.set(true);
        exit.complete(ended(Stage.KILL));
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
        return exit;
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
        close(Deadline.in(plan.budget()));
    }

    @Override
    public ProcessExit close(Deadline deadline) {
        if (closing.compareAndSet(false, true)) {
            ProcessExit end = Teardown.run(this, plan, deadline, stdin.isClosed());
            exit.complete(end);
        }
        // Bounded by the deadline of whoever came first.
        return Waits.uninterruptibly(exit);
    }

    boolean isClosing() {
        return closing.get();
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
        endLeftovers(Deadline.in(plan.killGrace()));
    }

    /** Everything about an end that nobody asked for is known; the loop says so before it says that stdout has ended. */
    void completeOwnExit() {
        if (!closing.get()) {
            Stage stage = stdin.isClosed() ? Stage.EOF : Stage.ALREADY_EXITED;
            exit.complete(ended(stage));
        }
    }

    private ProcessExit ended(Stage stage) {
        return new ProcessExit(
                stage, status.exitCode(), status.signal(), Duration.ZERO, leftovers.alive(), leftovers.ended(), 0);
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
                int place = set.add(fd, LibC.POLLIN);
                set.poll(deadline.remainingMillis());
                if (set.isReady(place)) {
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
        if (plan.descendants() == Descendants.LEAVE || exited) {
            return;
        }
        List<ProcessId> found = ProcFs.descendants(pid);
        endLock.lock();
        try {
            noted.addAll(found);
        } finally {
            endLock.unlock();
        }
    }

    @Override
    public void terminate() {
        signalUnreaped(LibC.SIGTERM);
        // After TERM, so that a stopped process wakes up to it and not to anything else.
        signalUnreaped(LibC.SIGCONT);
    }

    @Override
    public void kill() {
        signalUnreaped(LibC.SIGKILL);
        endLock.lock();
        try {
            if (!reaped) {
                PidfdKill.INSTANCE.kill(List.copyOf(noted), Deadline.in(Duration.ZERO));
            }
        } finally {
            endLock.unlock();
        }
    }

    @Override
    public void killNow() {
        kill();
    }

    /** To the group, or to the process alone if its descendants are to be left; never after the id is free again. */
    private void signalUnreaped(int number) {
        endLock.lock();
        try {
            if (!reaped) {
                LibC.kill(plan.descendants() == Descendants.END ? -pid : pid, number);
            }
        } finally {
            endLock.unlock();
        }
    }

    @Override
    public Leftovers endLeftovers(Deadline deadline) {
        endLock.lock();
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
        boolean end = plan.descendants() == Descendants.END;
        Set<Long> ended = new LinkedHashSet<>();
        Set<Long> alive = new LinkedHashSet<>();
        if (end) {
            endDescendants(deadline, ended, alive);
        } else {
            mark.bearers(pid).forEach(left -> alive.add(left.pid()));
        }
        if (exited) {
            status = ExitStatus.reap(pid);
            if (end) {
                awaitEmptyGroup(deadline, alive);
            }
            reaped = true;
        } else {
            alive.add((long) pid);
            abandoned = true;
            log.warn("Process {} outlives SIGKILL; it is watched in the background", pid);
        }
        ended.removeAll(alive);
        return new Leftovers(List.copyOf(ended), List.copyOf(alive));
    }

    /** Round by round, since whoever is about to be killed may start another one; usually the first finds nobody. */
    private void endDescendants(Deadline deadline, Set<Long> ended, Set<Long> alive) {
        Set<ProcessId> victims = new LinkedHashSet<>(noted);
        victims.removeIf(id -> !ProcFs.isAlive(id));
        victims.addAll(mark.bearers(pid));
        LibC.kill(-pid, LibC.SIGKILL);
        while (!victims.isEmpty()) {
            victims.forEach(id -> ended.add(id.pid()));
            List<ProcessId> survivors = PidfdKill.INSTANCE.kill(List.copyOf(victims), deadline);
            if (deadline.hasPassed()) {
                survivors.forEach(id -> alive.add(id.pid()));
                return;
            }
            victims = new LinkedHashSet<>(mark.bearers(pid));
        }
    }

    /**
     * SIGKILL was sent to the group while it was certain to be ours; here is only waited. A group of zombies that their
     * new parent has not reaped yet is empty too, which only /proc tells.
     */
    private void awaitEmptyGroup(Deadline deadline, Set<Long> left) {
        List<Long> alive = List.of();
        for (int look = 0; LibC.kill(-pid, 0) != -Errno.ESRCH; look++) {
            if (look >= 3) {
                alive = ProcFs.scan(stat -> stat.group() == pid && stat.isAlive()).stream()
                        .map(ProcFs.Stat::pid)
                        .toList();
                if (alive.isEmpty() || deadline.hasPassed()) {
                    break;
                }
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
        }
        left.addAll(alive);
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
        stdin.close();
        closeLast();
        LiveProcesses.remove(this);
        loopEnded.countDown();
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

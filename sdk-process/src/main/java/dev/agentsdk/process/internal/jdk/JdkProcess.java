package dev.agentsdk.process.internal.jdk;

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
import dev.agentsdk.process.internal.DaemonThreads;
import dev.agentsdk.process.internal.Ending;
import dev.agentsdk.process.internal.LiveProcesses;
import dev.agentsdk.process.internal.ProcessMark;
import dev.agentsdk.process.internal.Teardown;
import dev.agentsdk.process.internal.Teardown.Leftovers;
import dev.agentsdk.process.internal.Waits;
import dev.agentsdk.process.internal.Watchdog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child of the jdk launcher: a thread each for stdout, stderr and stdin, and one from its exit on.
 *
 * <p>The JDK reaps the child as soon as it exits, so there is no zombie that reserves its id: what is left is found
 * through its session and by what was noted before. Signals go through {@link ProcessHandle}: {@code Process.destroy()}
 * closes the streams too, and waits behind a stuck writer.
 */
final class JdkProcess implements ManagedProcess, Teardown.Target {

    private static final Logger log = LoggerFactory.getLogger(JdkProcess.class);

    /** How long the exit of a process is awaited that has closed its stdout, and may live on. */
    private static final Duration EXIT_AFTER_EOF = Duration.ofMillis(100);

    /** Readers get EOF at once when the last writer is gone; what takes longer is not coming. */
    private static final Duration EOF_AFTER_EXIT = Duration.ofMillis(200);

    /** More than any pipe holds. */
    private static final long MOST_AFTER_EXIT = 4L << 20;

    private static final int SIGNAL_EXIT_CODES = 128;
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;

    private final Process process;
    private final TeardownPlan plan;
    private final JdkTree tree;
    private final ProcessListener listener;
    private final StreamReader stdout;
    private final StreamReader stderr;
    private final StdinWriter stdin;

    private final ReentrantLock endLock = new ReentrantLock();
    private final Ending ending;

    /** Open when {@link #exit()} is complete with all that depends on it, and from the beginning of a close. */
    private final CountDownLatch endKnown = new CountDownLatch(1);

    private final CountDownLatch stderrEndTold = new CountDownLatch(1);

    private volatile boolean stdinClosedByUs;
    private volatile int signalSent;

    // Guarded by endLock.
    private boolean leftoversEnded;
    private Leftovers leftovers = Leftovers.NONE;

    private JdkProcess(Process process, JdkTree tree, TeardownPlan plan, ProcessListener listener) {
        this.process = process;
        this.plan = plan;
        this.tree = tree;
        this.ending = new Ending(this, plan, () -> stdinClosedByUs, this::handOver);
        this.listener = listener;
        long pid = process.pid();
        this.stdout = new StreamReader(
                process.getInputStream(),
                "agent-sdk-stdout-" + pid,
                (buffer, length) -> listener.onStdout(buffer, 0, length),
                ending(this::stdoutAtEnd));
        this.stderr = new StreamReader(
                process.getErrorStream(),
                "agent-sdk-stderr-" + pid,
                (buffer, length) -> listener.onStderr(buffer, 0, length),
                ending(this::stderrAtEnd));
        this.stdin = new StdinWriter(process.getOutputStream(), pid);
    }

    private StreamReader.Ending ending(Runnable atEnd) {
        return new StreamReader.Ending() {
            @Override
            public void onFailure() {
                stdout.close();
                stderr.close();
            }

            @Override
            public void onEnd() {
                try {
                    atEnd.run();
                } catch (RuntimeException | Error e) {
                    log.error("The listener of {} has failed", JdkProcess.this, e);
                }
            }
        };
    }

    static JdkProcess watch(
            Process process, JdkTree tree, ProcessMark mark, ProcessSpec spec, ProcessListener listener) {
        JdkProcess watched = new JdkProcess(process, tree, spec.teardown(), listener);
        try {
            LiveProcesses.add(watched, spec);
            if (spec.watchdog()) {
                Watchdog.watch(watched, mark);
            }
            // Before the listener hears of the process, which it may close: only this thread closes stdin.
            startThread(watched.stdin.thread());
            listener.onStart(watched);
            startThread(watched.stdout.thread());
            startThread(watched.stderr.thread());
        } catch (RuntimeException | Error e) {
            watched.discard();
            throw e;
        }
        watched.watchExit();
        return watched;
    }

    private static void startThread(Thread thread) {
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            // "unable to create native thread": the limit on threads, not the heap.
            throw new ProcessStartException(
                    Reason.OUT_OF_PROCESSES,
                    "No thread could be created to read from the process, so that it was ended again: a limit is"
                            + " reached (ulimit -u, or that of the container).",
                    e);
        }
    }

    /** Ends a process that the caller will not get. */
    private void discard() {
        try {
            killNow();
            stdout.discard();
            stderr.discard();
            stdin.discard();
            close(Deadline.in(plan.killGrace()));
        } finally {
            LiveProcesses.remove(this);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // ends in exit, which is what is waited for
    private void watchExit() {
        process.onExit().thenRun(() -> {
            // What follows may wait, which the JDK's own threads are not there for.
            Thread thread = DaemonThreads.create(this::exitedByItself, "agent-sdk-exit-" + process.pid());
            try {
                thread.start();
            } catch (OutOfMemoryError e) {
                // No thread can be created: the end must be reported all the same.
                exitedByItself();
            }
        });
    }

    private void exitedByItself() {
        try {
            if (!ending.hasBegun()) {
                reportOwnExit();
            }
        } finally {
            LiveProcesses.remove(this);
        }
    }

    private void reportOwnExit() {
        Leftovers left = Leftovers.NONE;
        try {
            Deadline tolerated = Deadline.in(plan.leftoverGrace());
            Waits.await(stdout.atEnd(), tolerated);
            Waits.await(stderr.atEnd(), tolerated);
            // Not in a hurry: the report on an exit that was not asked for waits for this, and no close.
            left = endLeftovers(Deadline.in(plan.budget()));
            stdin.close();
            endReading(stderr);
            Waits.await(stderrEndTold, Deadline.in(EOF_AFTER_EXIT));
        } finally {
            Stage stage = stdinClosedByUs ? Stage.EOF : Stage.ALREADY_EXITED;
            // After stderr, whose end belongs to the report; before stdout, which the application may read next year.
            ending.complete(ended(stage, left));
            endKnown.countDown();
            endReading(stdout);
        }
    }

    private ProcessExit ended(Stage stage, Leftovers left) {
        return ProcessExit.builder(stage)
                .exitCode(exitCode())
                .signal(signal())
                .leftBehind(left.alive())
                .alsoEnded(left.ended())
                .unseen(left.unseen())
                .containment(containment())
                .build();
    }

    /**
     * The process has gone: what it wrote is read to its end, however slowly the application takes it. A reader that gets
     * neither bytes nor EOF, or far more than a pipe holds, waits for a stranger who has kept the pipe: it is abandoned.
     */
    private void endReading(StreamReader reader) {
        long before = reader.bytesRead();
        // Bounded by close(), which every process gets, where the application does not read on.
        while (!Waits.await(reader.atEnd(), Deadline.in(EOF_AFTER_EXIT))) {
            if (reader.isStuck(EOF_AFTER_EXIT) || reader.bytesRead() - before > MOST_AFTER_EXIT) {
                reader.close();
            }
        }
    }

    /**
     * A process closes its pipes a moment before it is gone, and whoever hears of the end may ask how it exited. One that
     * has gone already is waited for longer, while what it left has its grace: bounded by that, and by close().
     */
    private void stdoutAtEnd() {
        if (!Waits.await(endKnown, Deadline.in(EXIT_AFTER_EOF)) && !process.isAlive()) {
            Waits.await(endKnown, Deadline.never());
        }
        listener.onStdoutEnd();
    }

    private void stderrAtEnd() {
        try {
            listener.onStderrEnd();
        } finally {
            stderrEndTold.countDown();
        }
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public boolean write(Deadline deadline, byte[]... parts) {
        return stdin.write(deadline, parts);
    }

    @Override
    public void closeStdin(Deadline deadline) {
        noteDescendants();
        stdinClosedByUs = true;
        stdin.closeAfterWrites(deadline);
    }

    @Override
    public void refuseWrites() {
        stdin.refuse();
    }

    @Override
    public void closeStdin() {
        stdinClosedByUs = true;
        stdin.close();
    }

    @Override
    public void pauseStdout() {
        stdout.pause(true);
    }

    @Override
    public void resumeStdout() {
        stdout.pause(false);
    }

    @Override
    public void closeStdout() {
        stdout.close();
    }

    @Override
    public CompletableFuture<ProcessExit> exit() {
        return ending.exit();
    }

    @Override
    public void close() {
        endKnown.countDown();
        try {
            ending.close();
        } finally {
            forgetIfGone();
        }
    }

    @Override
    public ProcessExit close(Deadline deadline) {
        // From here on the threads that read do not wait for the report on an exit without a close.
        endKnown.countDown();
        try {
            return ending.close(deadline);
        } finally {
            forgetIfGone();
        }
    }

    private void forgetIfGone() {
        if (!process.isAlive()) {
            LiveProcesses.remove(this);
        }
    }

    /** Makes another thread end the process. */
    private void handOver() {
        Thread thread = DaemonThreads.create(this::close, "agent-sdk-close-" + process.pid());
        thread.start();
    }

    @Override
    public boolean awaitExit(Deadline deadline) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void noteDescendants() {
        tree.remember();
    }

    @Override
    public void terminate(Deadline deadline) {
        signalSent = SIGTERM;
        tree.terminate(deadline);
    }

    @Override
    public void kill(Deadline deadline) {
        signalSent = SIGKILL;
        tree.kill(deadline);
    }

    @Override
    public void killNow() {
        signalSent = SIGKILL;
        tree.killLeader();
    }

    @Override
    public Leftovers endLeftovers(Deadline deadline) {
        if (!Waits.tryLock(endLock, deadline)) {
            return new Leftovers(List.of(), List.of(), List.of("descendants: another thread still ends them"));
        }
        try {
            if (!leftoversEnded) {
                leftovers = tree.end(deadline);
                if (process.isAlive()) {
                    List<Long> alive = new ArrayList<>(leftovers.alive());
                    alive.add(process.pid());
                    leftovers = new Leftovers(leftovers.ended(), alive, leftovers.unseen());
                    log.warn("Process {} outlives SIGKILL; the JDK watches it", process.pid());
                } else {
                    leftoversEnded = true;
                }
            }
            return leftovers;
        } finally {
            endLock.unlock();
        }
    }

    @Override
    public Containment containment() {
        return tree.containment();
    }

    @Override
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** An exit code of 128 + n may be a program's own; it is taken for a signal only if we sent that one. */
    @Override
    public OptionalInt signal() {
        int sent = signalSent;
        boolean bySignal = sent != 0 && !process.isAlive() && process.exitValue() == SIGNAL_EXIT_CODES + sent;
        return bySignal ? OptionalInt.of(sent) : OptionalInt.empty();
    }

    @Override
    public int release(Deadline deadline) {
        Deadline eof = deadline.atMost(EOF_AFTER_EXIT);
        // stdout is closed already; stderr is read to its end, which comes with the end of its last writer.
        Waits.await(stderr.atEnd(), eof);
        stderr.close();
        int abandoned = 0;
        for (Thread thread : List.of(stdout.thread(), stderr.thread(), stdin.thread())) {
            if (!Waits.join(thread, eof)) {
                abandoned++;
            }
        }
        for (StreamReader reader : List.of(stdout, stderr)) {
            if (!reader.awaitReport(eof)) {
                abandoned++;
            }
        }
        if (abandoned > 0) {
            log.warn(
                    "{} threads of process {} are stuck in system calls that only the other side can end; they are"
                            + " left to it",
                    abandoned,
                    process.pid());
        }
        return abandoned;
    }

    @Override
    public String toString() {
        return "process " + process.pid();
    }
}

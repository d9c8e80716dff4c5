package dev.agentsdk.process.internal.run;

import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.OutputLimit;
import dev.agentsdk.process.ProcessListener;
import dev.agentsdk.process.ProcessOutput;
import dev.agentsdk.process.ProcessResult.Reason;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a process writes: keeps it, and hands it to a stream if there is one. Nothing that it calls waits, except
 * for the disk that a large output is spilled to. It never throws; what fails ends the run.
 */
final class RunOutput implements ProcessListener {

    /** What is kept of each output while it is also streamed. */
    private static final OutputLimit STREAMED = OutputLimit.keepLast(64 << 10);

    private final OutputKeeper stdout;
    private final OutputKeeper stderr;
    private final @Nullable Streaming<?> streaming;
    private final Consumer<Reason> stop;

    private final CompletableFuture<ManagedProcess> started = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> stdoutEnd = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> stderrEnd = new CompletableFuture<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** A piece could not be kept: what comes behind it is not kept either. */
    private volatile boolean broken;

    RunOutput(RunSettings settings, boolean merged, @Nullable Streaming<?> streaming, Consumer<Reason> stop) {
        Runnable exceeded = () -> stop.accept(Reason.OUTPUT_LIMIT);
        this.stdout = OutputKeeper.of(streaming == null ? settings.stdoutLimit() : STREAMED, exceeded);
        this.stderr =
                merged ? stdout : OutputKeeper.of(streaming == null ? settings.stderrLimit() : STREAMED, exceeded);
        this.streaming = streaming;
        this.stop = stop;
    }

    /** Something on our side has failed, so that the run is over. The first failure counts. */
    void fail(Throwable problem) {
        failure.compareAndSet(null, problem);
        stop.accept(Reason.FAILED);
    }

    @Nullable
    Throwable failure() {
        return failure.get();
    }

    ManagedProcess process() {
        return started.join();
    }

    /** Complete when the process has gone and all that it wrote is here. */
    CompletableFuture<@Nullable Void> settled() {
        return CompletableFuture.allOf(process().exit(), stdoutEnd, stderrEnd);
    }

    /** Nothing more is kept. */
    void finish() {
        try {
            stdout.finish();
            stderr.finish();
        } catch (IOException e) {
            failure.compareAndSet(null, e);
        }
    }

    ProcessOutput stdout() {
        return stdout.output();
    }

    /** Empty if it was merged. */
    ProcessOutput stderr() {
        return stderr == stdout ? ProcessOutput.empty() : stderr.output();
    }

    @Override
    public void onStart(ManagedProcess process) {
        started.complete(process);
        if (streaming != null) {
            streaming.queue.pauses(process);
        }
    }

    @Override
    public void onStdout(byte[] buffer, int offset, int length) {
        accept(true, buffer, offset, length);
    }

    @Override
    public void onStderr(byte[] buffer, int offset, int length) {
        accept(false, buffer, offset, length);
    }

    private void accept(boolean fromStdout, byte[] buffer, int offset, int length) {
        if (broken) {
            return;
        }
        try {
            (fromStdout ? stdout : stderr).accept(buffer, offset, length);
            if (streaming != null) {
                streaming.accept(fromStdout, buffer, offset, length);
            }
        } catch (IOException | RuntimeException | Error e) {
            broken = true;
            fail(e);
        }
    }

    @Override
    public void onStdoutEnd() {
        end(true);
        stdoutEnd.complete(null);
    }

    @Override
    public void onStderrEnd() {
        end(false);
        stderrEnd.complete(null);
    }

    private void end(boolean fromStdout) {
        try {
            if (streaming != null) {
                streaming.end(fromStdout);
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }
}

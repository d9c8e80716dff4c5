package dev.agentsdk.benchmarks;

import dev.agentsdk.process.OutputLimit;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.ProcessResult;
import dev.agentsdk.process.ProcessRunner;
import dev.agentsdk.process.ProcessSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteException;
import org.apache.commons.exec.ExecuteWatchdog;
import org.apache.commons.exec.PumpStreamHandler;
import org.zeroturnaround.exec.ProcessExecutor;

/** Something that runs a command with a time limit and captures what it writes. Each used as its guide shows it. */
interface Tool {

    /** Runs a command; returns when the tool says that it is over. */
    void run(List<String> command, Duration timeout, Capture capture) throws Exception;

    /** Our own. */
    record Ours(ProcessLauncher launcher) implements Tool {
        @Override
        public void run(List<String> command, Duration timeout, Capture capture) {
            ProcessResult result = ProcessRunner.create()
                    .withLauncher(launcher)
                    .withTimeout(timeout)
                    .withOutputLimits(OutputLimit.keepLast(Capture.KEPT), OutputLimit.keepLast(Capture.KEPT))
                    .run(ProcessSpec.of(command));
            byte[] kept = result.stdout().bytes();
            capture.write(kept, 0, kept.length);
            capture.passed(result.stdout().totalBytes() - kept.length);
        }
    }

    /** What one writes by hand: a thread that reads, a wait with a limit, a kill, and a wait for the thread. */
    final class ByHand implements Tool {
        @Override
        public void run(List<String> command, Duration timeout, Capture capture) throws Exception {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            Thread reader = new Thread(() -> {
                try (InputStream in = process.getInputStream()) {
                    in.transferTo(capture);
                } catch (IOException e) {
                    // Closed by the kill: what was read is there.
                    capture.passed(0);
                }
            });
            reader.start();
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
            reader.join();
        }
    }

    /** Apache Commons Exec. */
    final class CommonsExec implements Tool {
        @Override
        public void run(List<String> command, Duration timeout, Capture capture) throws IOException {
            CommandLine line = new CommandLine(command.get(0));
            command.stream().skip(1).forEach(word -> line.addArgument(word, false));
            DefaultExecutor executor = DefaultExecutor.builder()
                    .setExecuteStreamHandler(new PumpStreamHandler(capture))
                    .get();
            executor.setWatchdog(ExecuteWatchdog.builder().setTimeout(timeout).get());
            try {
                executor.execute(line);
            } catch (ExecuteException e) {
                // Its way to say that the exit code is not 0, also after a time-out.
                capture.passed(0);
            }
        }
    }

    /** ZT Process Executor. */
    final class ZtExec implements Tool {
        @Override
        public void run(List<String> command, Duration timeout, Capture capture) throws Exception {
            try {
                new ProcessExecutor()
                        .command(command)
                        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                        .redirectOutput(capture)
                        .execute();
            } catch (TimeoutException e) {
                // Its way to say so.
                capture.passed(0);
            }
        }
    }

    /** NuProcess. */
    final class NuProcess implements Tool {
        @Override
        public void run(List<String> command, Duration timeout, Capture capture) throws InterruptedException {
            com.zaxxer.nuprocess.NuProcess process =
                    new com.zaxxer.nuprocess.NuProcessBuilder(new Handler(capture), command).start();
            if (process == null) {
                throw new IllegalStateException("NuProcess did not start " + command);
            }
            if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS) == Integer.MIN_VALUE) {
                process.destroy(true);
                process.waitFor(0, TimeUnit.MILLISECONDS);
            }
        }

        private static final class Handler extends com.zaxxer.nuprocess.NuAbstractProcessHandler {
            private final Capture capture;

            Handler(Capture capture) {
                this.capture = capture;
            }

            @Override
            public void onStdout(ByteBuffer buffer, boolean closed) {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                capture.write(bytes, 0, bytes.length);
            }
        }
    }
}

package dev.agentsdk.process.internal.run;

import dev.agentsdk.process.OutputLimit;
import dev.agentsdk.process.ProcessLauncher;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a {@link dev.agentsdk.process.ProcessRunner} was told.
 *
 * @param launcher asked for at the first start, since choosing one loads a library
 * @param timeout how long a run may take; empty for ever
 * @param termGrace how long a process may go on after SIGTERM
 * @param killGrace how long SIGKILL may take to be carried out
 * @param stdoutLimit how much of stdout is kept
 * @param stderrLimit how much of stderr is kept
 * @param maxLineBytes the longest line in one piece
 * @param streamBuffer how many bytes of stdout may wait for the consumer of a stream
 */
public record RunSettings(
        Supplier<ProcessLauncher> launcher,
        Optional<Duration> timeout,
        Duration termGrace,
        Duration killGrace,
        OutputLimit stdoutLimit,
        OutputLimit stderrLimit,
        int maxLineBytes,
        int streamBuffer) {}

package dev.agentsdk.transport.internal;

import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.ProcessException;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.ProcessListener;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.TeardownPlan;
import dev.agentsdk.spi.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a CLI for its version ({@code -v}), once for each file: a file that has changed is asked again. Runs beside the
 * start of the session and never fails it: what an old CLI cannot do, it will say itself.
 */
public final class VersionProbe implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(VersionProbe.class);

    /** The oldest version that the official SDKs support. */
    private static final int[] MINIMUM = {2, 0, 0};

    /** As long as the official Python SDK waits; a probe that takes longer is ended. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int MOST_BYTES = 4096;
    private static final Pattern VERSION = Pattern.compile("^(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})");

    private static final Map<CliFile, String> KNOWN = new ConcurrentHashMap<>();

    private record CliFile(Path path, FileTime modified, long size) {}

    private final CliFile file;
    private final ManagedProcess process;
    private final Output output;

    private VersionProbe(CliFile file, ManagedProcess process, Output output) {
        this.file = file;
        this.process = process;
        this.output = output;
    }

    /**
     * Starts a probe, unless the version of this file is known.
     *
     * @param launcher starts it
     * @param cli the program
     * @param environment its environment
     * @return the running probe, which must be closed; null if there is nothing to find out
     */
    public static @Nullable VersionProbe start(ProcessLauncher launcher, Path cli, Map<String, String> environment) {
        try {
            CliFile file = new CliFile(cli, Files.getLastModifiedTime(cli), Files.size(cli));
            if (KNOWN.containsKey(file)) {
                return null;
            }
            Output output = new Output();
            // What the version costs is bounded by PATIENCE; after that it deserves no grace.
            TeardownPlan atOnce = new TeardownPlan(
                    Duration.ZERO,
                    Duration.ofMillis(50),
                    Duration.ofMillis(100),
                    Duration.ofMillis(200),
                    Duration.ZERO,
                    TeardownPlan.Descendants.END);
            ProcessSpec spec = ProcessSpec.of(cli.toString(), "-v")
                    .withEnvironment(environment)
                    .withTeardown(atOnce);
            return new VersionProbe(file, launcher.start(spec, output), output);
        } catch (IOException | ProcessException e) {
            log.debug("The version of {} cannot be asked for: {}", cli, e.toString());
            return null;
        }
    }

    /**
     * Waits for the answer, within the probe's patience, and warns if the CLI is too old.
     *
     * @param deadline when the caller gives up; a later session asks again then
     */
    public void await(Deadline deadline) {
        Deadline patience = Deadline.in(PATIENCE);
        String said;
        try {
            said = output.whole.get(deadline.atMost(PATIENCE).remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (TimeoutException | ExecutionException e) {
            log.debug("{} does not tell its version in time", file.path);
            if (output.whole.isDone() || patience.hasPassed()) {
                KNOWN.put(file, "unknown");
            }
            return;
        }
        Optional<int[]> version = parse(said);
        KNOWN.put(file, version.isPresent() ? said.strip() : "unknown");
        version.filter(VersionProbe::isTooOld)
                .ifPresent(old -> log.warn(
                        "{} is version {}.{}.{}; this SDK is made for 2.0.0 and newer. Update it.",
                        file.path,
                        old[0],
                        old[1],
                        old[2]));
    }

    /** Ends the probe if it still runs; 200 ms at the most. */
    @Override
    public void close() {
        process.close();
    }

    static Optional<int[]> parse(String said) {
        Matcher matcher = VERSION.matcher(said.strip());
        if (!matcher.find()) {
            return Optional.empty();
        }
        return Optional.of(new int[] {
            Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3))
        });
    }

    static boolean isTooOld(int[] version) {
        for (int i = 0; i < MINIMUM.length; i++) {
            if (version[i] != MINIMUM[i]) {
                return version[i] < MINIMUM[i];
            }
        }
        return false;
    }

    private static final class Output implements ProcessListener {
        final CompletableFuture<String> whole = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void onStdout(byte[] buffer, int offset, int length) {
            bytes.write(buffer, offset, Math.min(length, MOST_BYTES - Math.min(MOST_BYTES, bytes.size())));
        }

        @Override
        public void onStdoutEnd() {
            whole.complete(bytes.toString(StandardCharsets.UTF_8));
        }
    }
}

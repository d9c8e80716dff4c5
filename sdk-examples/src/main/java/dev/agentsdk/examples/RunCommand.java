package dev.agentsdk.examples;

import dev.agentsdk.process.OutputChunk;
import dev.agentsdk.process.OutputSource;
import dev.agentsdk.process.ProcessException;
import dev.agentsdk.process.ProcessInput;
import dev.agentsdk.process.ProcessResult;
import dev.agentsdk.process.ProcessResult.Reason;
import dev.agentsdk.process.ProcessRunner;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.ProcessStartException;
import dev.agentsdk.process.ProcessStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Runs a command with a time-out, as timeout(1) does, but ends its whole group, and says what it did. */
@Command(
        name = "run",
        description = "Runs a command, with a time-out if wanted, and passes its input and its outputs through.",
        footer = {
            "",
            "The exit code is that of the command, 128 + n if signal n ended it; 124 after a time-out, also when SIGKILL"
                    + " was needed; 125 if this fails itself; 126 if the command cannot be executed; 127 if there is none."
        },
        exitCodeOnInvalidInput = RunCommand.FAILED,
        exitCodeOnExecutionException = RunCommand.FAILED)
final class RunCommand implements Callable<Integer> {

    static final int TIMED_OUT = 124;
    static final int FAILED = 125;
    static final int NOT_EXECUTABLE = 126;
    static final int NOT_FOUND = 127;

    /** As a program that was ended by SIGPIPE. */
    private static final int OUTPUT_CLOSED = 128 + 13;

    private final InputStream in;
    private final OutputStream out;
    private final OutputStream err;

    @Option(
            names = {"-t", "--timeout"},
            paramLabel = "TIME",
            converter = Time.class,
            description = "How long it may run: 5, 5s, 1.5m, 2h, 1d, 200ms; 0 for ever, which is the default.")
    private Duration timeout = Duration.ZERO;

    @Option(
            names = {"-k", "--kill-after"},
            paramLabel = "TIME",
            converter = Time.class,
            description = "How long it may go on after SIGTERM. Default: 2s")
    private Duration killAfter = Duration.ofSeconds(2);

    @Option(names = "--launcher", paramLabel = "NAME", description = "posix or jdk. Default: the best one here.")
    private ChosenCli.@Nullable Launcher launcher;

    @Parameters(paramLabel = "COMMAND", arity = "1..*", description = "The command and its arguments.")
    private List<String> command = List.of();

    /** For the streams of this JVM. */
    RunCommand() {
        this(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err));
    }

    RunCommand(InputStream in, OutputStream out, OutputStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** The options of the command to be run are not ours, and neither are its arguments that begin with @. */
    static CommandLine configured(CommandLine line) {
        return line.setStopAtPositional(true).setExpandAtFiles(false).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws IOException {
        try {
            ProcessRunner runner = ProcessRunner.create().withGraces(killAfter, Duration.ofSeconds(1));
            if (launcher != null) {
                runner = runner.withLauncher(launcher.launcher());
            }
            if (!timeout.isZero()) {
                runner = runner.withTimeout(timeout);
            }
            return run(runner);
        } catch (ProcessStartException e) {
            say(e.getMessage());
            return switch (e.reason()) {
                case NOT_ON_PATH, PROGRAM_MISSING -> NOT_FOUND;
                case PROGRAM_IS_A_DIRECTORY,
                        PROGRAM_NOT_EXECUTABLE,
                        PROGRAM_NOT_A_PROGRAM,
                        PROGRAM_BUSY,
                        ARGUMENT_TOO_LONG,
                        REFUSED -> NOT_EXECUTABLE;
                default -> FAILED;
            };
        } catch (ProcessException | IllegalArgumentException | IllegalStateException e) {
            say(e.getMessage());
            return FAILED;
        }
    }

    private int run(ProcessRunner runner) throws IOException {
        ProcessStream<OutputChunk> chunks = runner.chunks(spec());
        String problem;
        try (chunks) {
            problem = passOn(chunks);
        }
        ProcessResult result = chunks.result();
        if (!problem.isEmpty()) {
            say(problem + ", so " + ending(result) + ".");
            return OUTPUT_CLOSED;
        }
        return exitCode(result);
    }

    /** Until the end, or until nobody takes the output any more: then what is wrong. */
    private String passOn(ProcessStream<OutputChunk> chunks) {
        for (OutputChunk chunk : chunks) {
            OutputStream target = chunk.source() == OutputSource.STDOUT ? out : err;
            try {
                target.write(chunk.bytes());
                target.flush();
            } catch (IOException e) {
                return "Its " + chunk.source().name().toLowerCase(Locale.ROOT) + " cannot be passed on ("
                        + e.getMessage() + ")";
            }
        }
        return "";
    }

    private ProcessSpec spec() {
        List<String> words = new ArrayList<>(command);
        // A shell's user may name a program by a relative path, and knows what it is relative to.
        if (words.get(0).indexOf('/') >= 0) {
            words.set(0, Path.of(words.get(0)).toAbsolutePath().toString());
        }
        ProcessInput input = () -> new FilterInputStream(in) {
            @Override
            public void close() {
                // The stdin of this program is not ours to close.
            }
        };
        return ProcessSpec.of(words).withStdin(input);
    }

    private int exitCode(ProcessResult result) throws IOException {
        if (result.reason() == Reason.TIMED_OUT) {
            say("The time of " + seconds(timeout) + " was up, so " + ending(result) + ".");
            return TIMED_OUT;
        }
        if (!result.exit().leftBehind().isEmpty()) {
            say("Processes that could not be ended are left: " + result.exit().leftBehind());
        }
        return result.exitCode().orElse(FAILED);
    }

    private static String ending(ProcessResult result) {
        String group = result.program() + " (process group " + result.pid() + ")";
        String after = seconds(result.exit().elapsed());
        return switch (result.exit().stage()) {
            case TERM -> group + " got SIGTERM, and was gone after " + after;
            case KILL -> group + " got SIGTERM, did not go, got SIGKILL, and was gone after " + after;
            case ABANDONED -> group + " got SIGTERM and SIGKILL, and is left alive after " + after;
            default -> group + " was to be ended, but had ended by itself";
        };
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f s", time.toNanos() / 1e9);
    }

    private void say(@Nullable String what) throws IOException {
        err.write(("run: " + what + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
        err.flush();
    }

    /** Times as timeout(1) takes them, and milliseconds. */
    static final class Time implements ITypeConverter<Duration> {
        private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{0,9})?|\\.\\d{1,9})(ms|s|m|h|d|)");

        @Override
        public Duration convert(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new TypeConversionException("\"" + text + "\" is no time such as 5, 5s, 1.5m, 2h, 1d or 200ms");
            }
            double unit = switch (form.group(2)) {
                case "ms" -> 1e6;
                case "m" -> 60e9;
                case "h" -> 3600e9;
                case "d" -> 86_400e9;
                default -> 1e9;
            };
            // At most 10^9 days, which does not overflow in a double; a long ends at 292 years, which is long enough.
            return Duration.ofNanos((long) (Double.parseDouble(form.group(1)) * unit));
        }
    }
}

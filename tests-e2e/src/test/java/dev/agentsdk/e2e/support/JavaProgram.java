package dev.agentsdk.e2e.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of the tests that is run to its end in a JVM of its own, with limits or settings that this one must not have. */
public final class JavaProgram {

    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private final Path dir;
    private final Class<?> main;
    private final List<String> prefix = new ArrayList<>();
    private final List<String> jvmOptions = new ArrayList<>();
    private Map<String, String> environment = Map.of();
    private String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    /**
     * Names a program.
     *
     * @param dir for its output
     * @param main has the main method
     */
    public JavaProgram(Path dir, Class<?> main) {
        this.dir = dir;
        this.main = main;
        // Quick to start, and silent about what the posix launcher needs.
        jvm("-XX:TieredStopAtLevel=1", "-Xshare:auto");
        if (Runtime.version().feature() >= 24) {
            jvm("--enable-native-access=ALL-UNNAMED");
        }
    }

    /** Options of the JVM. */
    public JavaProgram jvm(String... options) {
        jvmOptions.addAll(Arrays.asList(options));
        return this;
    }

    /** A command in front of it, that execs it. */
    public JavaProgram behind(String... command) {
        prefix.addAll(Arrays.asList(command));
        return this;
    }

    /** Variables in addition to those of this JVM. */
    public JavaProgram environment(Map<String, String> variables) {
        environment = variables;
        return this;
    }

    /** Another class path than that of this JVM. */
    public JavaProgram classPath(String path) {
        classPath = path;
        return this;
    }

    /**
     * How it ended.
     *
     * @param exitCode its exit code
     * @param out all of its stdout, as Latin-1
     * @param err all of its stderr
     */
    public record Outcome(int exitCode, String out, String err) {

        /** Fails unless it has exited with 0; {@return this} */
        public Outcome assertSuccess() {
            assertThat(exitCode).as("stdout:\n%s\nstderr:\n%s", out, err).isZero();
            return this;
        }

        /** {@return its lines on stdout} */
        public List<String> lines() {
            return out.lines().toList();
        }
    }

    /** Runs it. */
    public Outcome run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(Arrays.asList(arguments));
        Path out = Files.createTempFile(dir, "out", "");
        Path err = Files.createTempFile(dir, "err", "");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
        Outcome outcome = new Outcome(process.exitValue(), latin1(out), latin1(err));
        assertThat(ended)
                .as("It has not ended.\nstdout:\n%s\nstderr:\n%s", outcome.out, outcome.err)
                .isTrue();
        return outcome;
    }

    private static String latin1(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}

package dev.agentsdk.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What to start. Immutable; made by {@link #of} and changed copies.
 *
 * <p>The first word of the command is the program: an absolute path, or a bare name that is looked up on the PATH of the
 * environment that the process gets, never in the current directory.
 */
public final class ProcessSpec {

    private final List<String> command;
    private final @Nullable Path cwd;
    private final @Nullable Map<String, String> environment;
    private final TeardownPlan teardown;
    private final boolean watchdog;
    private final @Nullable ProcessInput stdin;
    private final boolean stderrMerged;
    private final @Nullable JvmExit jvmExit;

    private ProcessSpec(
            List<String> command,
            @Nullable Path cwd,
            @Nullable Map<String, String> environment,
            TeardownPlan teardown,
            @Nullable ProcessInput stdin,
            boolean stderrMerged,
            boolean watchdog,
            @Nullable JvmExit jvmExit) {
        this.command = List.copyOf(command);
        this.cwd = cwd;
        this.environment = environment == null ? null : Map.copyOf(environment);
        this.teardown = teardown;
        this.watchdog = watchdog;
        this.stdin = stdin;
        this.stderrMerged = stderrMerged;
        this.jvmExit = jvmExit;
    }

    /**
     * A command with the directory and environment of this JVM and the default plan.
     *
     * @param command the program and its arguments
     * @return the specification; it is checked when it is started
     */
    public static ProcessSpec of(List<String> command) {
        return new ProcessSpec(command, null, null, TeardownPlan.defaults(), null, false, false, null);
    }

    /**
     * A command with the directory and environment of this JVM and the default plan.
     *
     * @param command the program and its arguments
     * @return the specification; it is checked when it is started
     */
    public static ProcessSpec of(String... command) {
        return of(List.of(command));
    }

    /**
     * Sets another command.
     *
     * @param words the program and its arguments
     * @return a changed copy
     */
    public ProcessSpec withCommand(List<String> words) {
        return new ProcessSpec(words, cwd, environment, teardown, stdin, stderrMerged, watchdog, jvmExit);
    }

    /**
     * Sets the working directory.
     *
     * @param directory an existing directory; a relative one is seen from the directory of this JVM
     * @return a changed copy
     */
    public ProcessSpec withCwd(Path directory) {
        return new ProcessSpec(
                command,
                Objects.requireNonNull(directory, "directory"),
                environment,
                teardown,
                stdin,
                stderrMerged,
                watchdog,
                jvmExit);
    }

    /**
     * Sets the environment as a whole: nothing is inherited. One variable is added to every environment,
     * {@code AGENT_SDK_PROCESS_TREE}, by which descendants are found that have left the process's group and session.
     *
     * @param variables names and values
     * @return a changed copy
     */
    public ProcessSpec withEnvironment(Map<String, String> variables) {
        return new ProcessSpec(
                command,
                cwd,
                Objects.requireNonNull(variables, "variables"),
                teardown,
                stdin,
                stderrMerged,
                watchdog,
                jvmExit);
    }

    /**
     * Sets the plan by which it is ended.
     *
     * @param plan the plan
     * @return a changed copy
     */
    public ProcessSpec withTeardown(TeardownPlan plan) {
        return new ProcessSpec(
                command,
                cwd,
                environment,
                Objects.requireNonNull(plan, "plan"),
                stdin,
                stderrMerged,
                watchdog,
                jvmExit);
    }

    /**
     * Sets what it reads from stdin. For {@link ProcessRunner} and {@link ProcessSupervisor}, which write it; a launcher
     * by itself refuses it, since there the caller writes.
     *
     * @param input its input
     * @return a changed copy
     */
    public ProcessSpec withStdin(ProcessInput input) {
        return new ProcessSpec(
                command,
                cwd,
                environment,
                teardown,
                Objects.requireNonNull(input, "input"),
                stderrMerged,
                watchdog,
                jvmExit);
    }

    /**
     * Takes back {@link #withStdin}.
     *
     * @return a changed copy
     */
    public ProcessSpec withoutStdin() {
        return new ProcessSpec(command, cwd, environment, teardown, null, stderrMerged, watchdog, jvmExit);
    }

    /**
     * Sends stderr where stdout goes, as {@code 2>&1} does in a shell. The process gets one pipe for both, so that the
     * order of the output is the order in which the process wrote it. Its stderr then ends at once and without bytes.
     *
     * @param merged whether to merge them; false by default
     * @return a changed copy
     */
    public ProcessSpec withStderrMerged(boolean merged) {
        return new ProcessSpec(command, cwd, environment, teardown, stdin, merged, watchdog, jvmExit);
    }

    /**
     * Has the process ended also if this JVM is killed by SIGKILL, or crashes. Without it such a process reads EOF and its
     * writes fail, which ends most programs, but not one that ignores both. The watchdog is a small shell beside the JVM,
     * one for all processes; 1.2 s after the end of the JVM it sends SIGTERM and 0.4 s later SIGKILL. Needs {@code /proc}.
     *
     * @param watched whether to watch it; false by default
     * @return a changed copy
     */
    public ProcessSpec withWatchdog(boolean watched) {
        return new ProcessSpec(command, cwd, environment, teardown, stdin, stderrMerged, watched, jvmExit);
    }

    /**
     * Sets what happens to it when this JVM exits.
     *
     * @param choice when it is ended then; by default what the system property {@value JvmExit#PROPERTY} says, which is to
     *     end it at once if it is not set
     * @return a changed copy
     */
    public ProcessSpec withJvmExit(JvmExit choice) {
        return new ProcessSpec(
                command,
                cwd,
                environment,
                teardown,
                stdin,
                stderrMerged,
                watchdog,
                Objects.requireNonNull(choice, "choice"));
    }

    /**
     * The program and its arguments.
     *
     * @return the words of the command
     */
    public List<String> command() {
        return command;
    }

    /**
     * The working directory.
     *
     * @return the directory; empty for that of this JVM
     */
    public Optional<Path> cwd() {
        return Optional.ofNullable(cwd);
    }

    /**
     * The environment.
     *
     * @return all of it; empty for that of this JVM
     */
    public Optional<Map<String, String>> environment() {
        return Optional.ofNullable(environment);
    }

    /**
     * The plan by which it is ended.
     *
     * @return the plan
     */
    public TeardownPlan teardown() {
        return teardown;
    }

    /**
     * Whether it is ended if this JVM is killed.
     *
     * @return false by default
     */
    public boolean watchdog() {
        return watchdog;
    }

    /**
     * What happens to it when this JVM exits.
     *
     * @return the choice; empty for that of the system property
     */
    public Optional<JvmExit> jvmExit() {
        return Optional.ofNullable(jvmExit);
    }

    /**
     * What it reads from stdin.
     *
     * @return the input; empty for none
     */
    public Optional<ProcessInput> stdin() {
        return Optional.ofNullable(stdin);
    }

    /**
     * Whether stderr goes where stdout goes.
     *
     * @return false by default
     */
    public boolean isStderrMerged() {
        return stderrMerged;
    }

    /**
     * The program and the number of its arguments; arguments may be confidential.
     *
     * @return for logs and debuggers
     */
    @Override
    public String toString() {
        return "ProcessSpec["
                + (command.isEmpty() ? "no command" : command.get(0) + " and " + (command.size() - 1) + " arguments")
                + (cwd == null ? "" : " in " + cwd) + "]";
    }
}

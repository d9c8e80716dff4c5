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

    private ProcessSpec(
            List<String> command,
            @Nullable Path cwd,
            @Nullable Map<String, String> environment,
            TeardownPlan teardown) {
        this.command = List.copyOf(command);
        this.cwd = cwd;
        this.environment = environment == null ? null : Map.copyOf(environment);
        this.teardown = teardown;
    }

    /**
     * A command with the directory and environment of this JVM and the default plan.
     *
     * @param command the program and its arguments
     * @return the specification; it is checked when it is started
     */
    public static ProcessSpec of(List<String> command) {
        return new ProcessSpec(command, null, null, TeardownPlan.defaults());
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
     * Sets the working directory.
     *
     * @param directory an existing directory; a relative one is seen from the directory of this JVM
     * @return a changed copy
     */
    public ProcessSpec withCwd(Path directory) {
        return new ProcessSpec(command, Objects.requireNonNull(directory, "directory"), environment, teardown);
    }

    /**
     * Sets the environment as a whole: nothing is inherited. One variable is added to every environment,
     * {@code AGENT_SDK_PROCESS_TREE}, by which descendants are found that have left the process's group and session.
     *
     * @param variables names and values
     * @return a changed copy
     */
    public ProcessSpec withEnvironment(Map<String, String> variables) {
        return new ProcessSpec(command, cwd, Objects.requireNonNull(variables, "variables"), teardown);
    }

    /**
     * Sets the plan by which it is ended.
     *
     * @param plan the plan
     * @return a changed copy
     */
    public ProcessSpec withTeardown(TeardownPlan plan) {
        return new ProcessSpec(command, cwd, environment, Objects.requireNonNull(plan, "plan"));
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

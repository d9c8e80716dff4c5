package dev.agentsdk.examples;

import dev.agentsdk.AgentLaunches;
import dev.agentsdk.errors.AgentException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.process.OutputLimit;
import dev.agentsdk.process.ProcessException;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.ProcessResult;
import dev.agentsdk.process.ProcessResult.Reason;
import dev.agentsdk.process.ProcessRunner;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.transport.CliLocator;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at what the SDK needs of a machine. Everything that is looked at can be given, so that a test sees each finding.
 *
 * @param environment the environment variables
 * @param home the home directory
 * @param temp the directory for temporary files
 * @param proc where Linux shows its processes
 * @param options the agent that is looked for
 * @param jvm the version of the JVM, and its arguments
 * @param posix gives the launcher on system calls, or throws and says why not
 * @param automatic gives the launcher that is chosen
 */
record Checkup(
        Map<String, String> environment,
        Path home,
        Path temp,
        Path proc,
        AgentOptions options,
        Jvm jvm,
        Supplier<ProcessLauncher> posix,
        Supplier<ProcessLauncher> automatic) {

    /** What the JVM says of itself. */
    record Jvm(Runtime.Version version, String os, String arch, List<String> arguments) {}

    /** A process of the posix launcher takes three pipes, a descriptor of itself, and two for wake-ups. */
    private static final int DESCRIPTORS_A_SESSION = 6;

    /** Fewer sessions at a time than this deserve a warning. */
    private static final int FEW_SESSIONS = 100;

    /** Fewer threads and processes than this deserve a warning. */
    private static final int FEW_TASKS = 1000;

    private static final long UNLIMITED = Long.MAX_VALUE;

    /** As long as the slowest start that was ever measured, twice. */
    private static final Duration VERSION_PATIENCE = Duration.ofSeconds(10);

    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})");
    private static final int OLDEST_MAJOR = 2;

    List<Finding> findings() {
        List<Finding> found = new ArrayList<>();
        found.add(java());
        found.add(launcher());
        found.addAll(cli());
        found.add(path());
        found.addAll(limits());
        found.add(
                writable("temporary files", temp, "Set -Djava.io.tmpdir to a directory that this user can write to."));
        found.add(
                writable(
                        "home directory",
                        home,
                        "Set HOME, or -Duser.home, to a directory that this user can write to: the CLI keeps its sessions there."));
        descendants().ifPresent(found::add);
        return found;
    }

    /** Empty if there is no launcher, which is a finding of its own. */
    private Optional<Finding> descendants() {
        try {
            return Optional.of(ContainmentCheck.of(automatic.get()));
        } catch (IllegalStateException e) {
            return Optional.empty();
        }
    }

    private Finding java() {
        String text = "Java " + jvm.version() + " on " + jvm.os() + " " + jvm.arch();
        // Newer JVMs warn on stderr when native code is called without leave.
        boolean warns = jvm.version().feature() >= 24;
        boolean allowed = jvm.arguments().stream().anyMatch(argument -> argument.startsWith("--enable-native-access"));
        return warns && !allowed
                ? Finding.warning(
                        "java",
                        text + ", which warns on stderr when the posix launcher calls native code",
                        "Start it with --enable-native-access=ALL-UNNAMED (class path) or"
                                + " --enable-native-access=org.jnrproject.jffi (module path).")
                : Finding.ok("java", text);
    }

    private Finding launcher() {
        String forced = System.getProperty(ProcessLauncher.LAUNCHER_PROPERTY, "");
        String why = forced.isEmpty() || forced.equalsIgnoreCase("auto")
                ? ""
                : " (-D" + ProcessLauncher.LAUNCHER_PROPERTY + "=" + forced + ")";
        ProcessLauncher chosen;
        try {
            chosen = automatic.get();
        } catch (IllegalStateException e) {
            return Finding.problem(
                    "launcher",
                    String.valueOf(e.getMessage()),
                    "Take -D" + ProcessLauncher.LAUNCHER_PROPERTY + " out, and the best one is chosen.");
        }
        if (chosen.name().equals("posix")) {
            return Finding.ok("launcher", "posix: it works here" + why);
        }
        try {
            ProcessLauncher better = posix.get();
            return Finding.warning(
                    "launcher",
                    chosen.name() + why + ", though " + better.name() + " works here, which promises more",
                    "Take -D" + ProcessLauncher.LAUNCHER_PROPERTY + " out, and posix is chosen.");
        } catch (IllegalStateException e) {
            return Finding.warning(
                    "launcher",
                    chosen.name() + why + ". " + e.getMessage(),
                    "Nothing needs to be done: it works, with the limits that the README names. Without them it is on"
                            + " Linux with glibc 2.34 or newer, x86-64 or aarch64.");
        }
    }

    private List<Finding> cli() {
        Path cli;
        try {
            cli = CliLocator.of(environment, home).locate(AgentLaunches.of(options));
        } catch (AgentException e) {
            return List.of(Finding.problem(
                    "cli", String.valueOf(e.getMessage()), "Install it as it says, or name it with --cli."));
        }
        return List.of(Finding.ok("cli", "found " + cli), version(cli));
    }

    private Finding version(Path cli) {
        String program = options.cliPath().isPresent() ? cli.toString() : String.valueOf(cli.getFileName());
        String byHand = "Run " + cli + " -v by hand, and see what it says.";
        ProcessResult result;
        try {
            result = ProcessRunner.create()
                    .withLauncher(automatic.get())
                    .withTimeout(VERSION_PATIENCE)
                    .withOutputLimits(OutputLimit.keepFirst(4096), OutputLimit.keepFirst(4096))
                    .run(ProcessSpec.of(cli.toString(), "-v").withEnvironment(environment));
        } catch (ProcessException | IllegalStateException e) {
            return Finding.problem("cli version", String.valueOf(e.getMessage()), byHand);
        }
        if (result.reason() == Reason.TIMED_OUT) {
            return Finding.problem(
                    "cli version",
                    program + " -v did not answer within " + VERSION_PATIENCE.toSeconds() + " s",
                    byHand);
        }
        Matcher version = VERSION.matcher(result.stdout().text());
        if (!result.isSuccess() || !version.find()) {
            return Finding.problem(
                    "cli version",
                    result.summary() + ", and says no version: "
                            + firstLine(result.stdout().text() + result.stderr().text()),
                    "Make sure that it is a stream-json CLI. " + byHand);
        }
        boolean old = AgentLaunches.of(options).checksVersion() && Integer.parseInt(version.group(1)) < OLDEST_MAJOR;
        return old
                ? Finding.problem(
                        "cli version",
                        version.group() + "; the SDK is made for " + OLDEST_MAJOR + ".0.0 and newer",
                        "Update it (" + AgentLaunches.of(options).installHint() + ").")
                : Finding.ok("cli version", version.group());
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("it wrote nothing");
    }

    private Finding path() {
        String path = environment.get("PATH");
        if (path == null || path.isEmpty()) {
            return Finding.problem(
                    "path", "PATH is not set: programs are looked for in the system's default directories", "Set it.");
        }
        List<String> wrong = new ArrayList<>();
        int directories = 0;
        for (String entry : path.split(File.pathSeparator, -1)) {
            directories++;
            try {
                Path directory = Path.of(entry);
                if (!directory.isAbsolute()) {
                    wrong.add("\"" + entry + "\" is not absolute");
                } else if (!Files.isDirectory(directory)) {
                    wrong.add(entry + " is no directory");
                }
            } catch (InvalidPathException e) {
                wrong.add("\"" + entry + "\" is no path");
            }
        }
        return wrong.isEmpty()
                ? Finding.ok("path", directories + " directories")
                : Finding.warning(
                        "path",
                        "of " + directories + " entries " + wrong.size() + " are passed over: "
                                + String.join(", ", wrong),
                        "Take them out of PATH if they are not wanted. Nothing is ever started from the current directory.");
    }

    private List<Finding> limits() {
        List<String> lines;
        try {
            lines = Files.readAllLines(proc.resolve("self/limits"));
        } catch (IOException e) {
            return List.of(Finding.ok("limits", "not known on this platform"));
        }
        return List.of(descriptors(lines), tasks(lines));
    }

    private Finding descriptors(List<String> lines) {
        long soft = limit(lines, "Max open files", 0);
        long hard = limit(lines, "Max open files", 1);
        String[] open = proc.resolve("self/fd").toFile().list();
        int used = open == null ? 0 : open.length;
        long sessions = soft == UNLIMITED ? UNLIMITED : (soft - used) / DESCRIPTORS_A_SESSION;
        String text = used + " of " + shown(soft) + " in use (the hard limit is " + shown(hard) + ")";
        return sessions >= FEW_SESSIONS
                ? Finding.ok("descriptors", text)
                : Finding.warning(
                        "descriptors",
                        text + ": enough for about " + Math.max(0, sessions) + " sessions at a time",
                        hard > soft
                                ? "Raise it before the JVM starts: ulimit -n " + shown(hard)
                                : "Have the hard limit raised, for example in /etc/security/limits.conf or by the"
                                        + " container.");
    }

    private static Finding tasks(List<String> lines) {
        long soft = limit(lines, "Max processes", 0);
        return soft >= FEW_TASKS
                ? Finding.ok("processes", shown(soft) + " processes and threads for this user")
                : Finding.warning(
                        "processes",
                        "only " + soft + " processes and threads for all programs of this user",
                        "Raise it before the JVM starts: ulimit -u");
    }

    private static long limit(List<String> lines, String name, int column) {
        Optional<String> line =
                lines.stream().filter(candidate -> candidate.startsWith(name)).findFirst();
        if (line.isEmpty()) {
            return UNLIMITED;
        }
        String value = line.get().substring(name.length()).strip().split(" +", -1)[column];
        return value.equals("unlimited") ? UNLIMITED : Long.parseLong(value);
    }

    private static String shown(long limit) {
        return limit == UNLIMITED ? "unlimited" : Long.toString(limit);
    }

    private static Finding writable(String subject, Path directory, String remedy) {
        if (!directory.isAbsolute()) {
            // Java says "?" for a user without a home. The SDK takes nothing in the current directory for it.
            return Finding.problem(subject, "there is none: \"" + directory + "\" is not an absolute path", remedy);
        }
        if (!Files.isDirectory(directory)) {
            return Finding.problem(subject, directory + " is no directory", remedy);
        }
        try {
            Files.delete(Files.createTempFile(directory, "agent-sdk-doctor", ""));
            return Finding.ok(subject, directory.toString());
        } catch (IOException e) {
            return Finding.problem(subject, "nothing can be written to " + directory + ": " + e.getMessage(), remedy);
        }
    }
}

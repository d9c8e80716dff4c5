package dev.agentsdk.process.internal;

import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.ProcessStartException;
import dev.agentsdk.process.ProcessStartException.Reason;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a specification before it is started. The system answers a missing directory and a missing program with the
 * same error number, so that what is wrong can only be told by looking.
 */
public final class StartChecks {

    /** Linux's MAX_ARG_STRLEN: a single argument or environment entry of this many bytes, with its NUL, is refused. */
    static final int MAX_ARGUMENT_BYTES = 131_072;

    /** What POSIX systems search when there is no PATH. */
    static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

    private StartChecks() {}

    /**
     * Checks everything that can be checked beforehand.
     *
     * @param spec what is to be started
     * @return the program's path
     * @throws ProcessStartException if it cannot be started
     */
    public static Path check(ProcessSpec spec) {
        checkStrings(spec);
        if (spec.stdin().isPresent()) {
            throw new ProcessStartException(
                    Reason.INVALID_ARGUMENT,
                    "A launcher does not write stdin. Run this with a ProcessRunner, or take the input out of the"
                            + " specification.",
                    null);
        }
        spec.cwd().ifPresent(StartChecks::checkDirectory);
        Path program = findProgram(spec);
        checkProgram(program);
        return program;
    }

    private static void checkStrings(ProcessSpec spec) {
        if (spec.command().isEmpty() || spec.command().get(0).isEmpty()) {
            throw new ProcessStartException(
                    Reason.INVALID_ARGUMENT, "There is no program to start: the command is empty.", null);
        }
        List<String> command = spec.command();
        for (int i = 0; i < command.size(); i++) {
            String argument = command.get(i);
            String what = i == 0 ? "The program's name" : "Argument " + i + " of " + command.get(0);
            checkString(argument, what + shown(command, i));
        }
        spec.environment().ifPresent(variables -> variables.forEach(StartChecks::checkVariable));
    }

    /** Names an argument by the flag before it or by its own flag; never shows a value. */
    private static String shown(List<String> command, int index) {
        if (index == 0) {
            return "";
        }
        String argument = command.get(index);
        String flag = argument.startsWith("--") ? argument : index > 1 ? command.get(index - 1) : "";
        int end = flag.indexOf('=');
        flag = end < 0 ? flag : flag.substring(0, end);
        return flag.startsWith("-") && flag.length() < 64 && flag.indexOf('\0') < 0 ? " (" + flag + ")" : "";
    }

    private static void checkVariable(String name, String value) {
        int equals = name.indexOf('=');
        if (name.isEmpty() || equals >= 0) {
            // What stands behind the equals sign may be a value that slipped into the name.
            String shown = equals < 0 ? name : name.substring(0, equals + 1) + "…";
            throw new ProcessStartException(
                    Reason.INVALID_ARGUMENT, "\"" + shown + "\" is no name for an environment variable.", null);
        }
        checkString(name + "=" + value, "The environment variable " + name.replace('\0', '?'));
    }

    private static void checkString(String text, String what) {
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            throw new ProcessStartException(
                    Reason.INVALID_ARGUMENT,
                    what + " contains a NUL character at position " + nul
                            + ", which no process can be given. Remove it.",
                    null);
        }
        // A char is at most 3 bytes of UTF-8: count exactly only where it can matter.
        if (text.length() > MAX_ARGUMENT_BYTES / 3) {
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            if (bytes >= MAX_ARGUMENT_BYTES) {
                throw new ProcessStartException(
                        Reason.ARGUMENT_TOO_LONG,
                        what + " is " + bytes + " bytes long; the system takes at most " + (MAX_ARGUMENT_BYTES - 1)
                                + ". Pass it in a file.",
                        null);
            }
        }
    }

    private static void checkDirectory(Path directory) {
        if (!Files.exists(directory)) {
            throw new ProcessStartException(
                    Reason.DIRECTORY_MISSING,
                    "The working directory " + directory + " does not exist. Create it or name another.",
                    null);
        }
        if (!Files.isDirectory(directory)) {
            throw new ProcessStartException(
                    Reason.DIRECTORY_NOT_A_DIRECTORY,
                    "The working directory " + directory + " is no directory. Name another.",
                    null);
        }
        if (!Files.isExecutable(directory)) {
            throw new ProcessStartException(
                    Reason.DIRECTORY_NOT_ACCESSIBLE,
                    "The working directory " + directory + " may not be entered by this user.",
                    null);
        }
    }

    private static Path findProgram(ProcessSpec spec) {
        String name = spec.command().get(0);
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException e) {
            throw new ProcessStartException(
                    Reason.INVALID_ARGUMENT, "The program's name is no path: " + e.getMessage(), e);
        }
        if (path.isAbsolute()) {
            return path;
        }
        if (path.getNameCount() > 1 || name.indexOf('/') >= 0 || name.indexOf(File.separatorChar) >= 0) {
            throw new ProcessStartException(
                    Reason.INVALID_ARGUMENT,
                    "The program " + name
                            + " is a relative path, which could mean several files. Name it by an absolute"
                            + " path, or by its bare name if it is on the PATH.",
                    null);
        }
        return onPath(name, spec.environment().orElseGet(System::getenv));
    }

    private static Path onPath(String name, Map<String, String> environment) {
        List<String> searched = new ArrayList<>();
        Optional<Path> found = onPath(environment.getOrDefault("PATH", DEFAULT_PATH), name, searched);
        if (found.isPresent()) {
            return found.get();
        }
        throw new ProcessStartException(
                Reason.NOT_ON_PATH,
                "There is no program " + name + " on the PATH. Looked in: " + String.join(File.pathSeparator, searched)
                        + ". Install it, or name it by an absolute path.",
                null);
    }

    /**
     * A program in one of the directories of a PATH. An empty or relative entry means the current directory to a shell;
     * here nothing is started from there.
     *
     * @param path the value of the variable
     * @param name the bare name of the program
     * @param searched receives the directories that were looked in
     * @return its path, if there is one that can be executed
     */
    public static Optional<Path> onPath(String path, String name, List<? super String> searched) {
        for (String entry : path.split(File.pathSeparator, -1)) {
            Path candidate;
            try {
                candidate = Path.of(entry, name);
            } catch (InvalidPathException e) {
                // An entry that is no path, or not in this JVM's locale, holds no program.
                continue;
            }
            if (candidate.isAbsolute()) {
                if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                    return Optional.of(candidate);
                }
                searched.add(entry);
            }
        }
        return Optional.empty();
    }

    private static void checkProgram(Path program) {
        if (!Files.exists(program)) {
            throw new ProcessStartException(
                    Reason.PROGRAM_MISSING, "The program " + program + " does not exist.", null);
        }
        if (Files.isDirectory(program)) {
            throw new ProcessStartException(
                    Reason.PROGRAM_IS_A_DIRECTORY, program + " is a directory and no program.", null);
        }
        if (!Files.isExecutable(program)) {
            throw new ProcessStartException(
                    Reason.PROGRAM_NOT_EXECUTABLE,
                    program + " may not be executed by this user. If it is a program: chmod +x " + program,
                    null);
        }
    }

    /**
     * What the system's refusal means after all checks have passed.
     *
     * @param errno the error number
     * @param program the program
     * @param words the system's words
     * @param cause the cause, if there is one
     * @return the exception to throw
     */
    public static ProcessStartException refused(int errno, Path program, String words, @Nullable Throwable cause) {
        return switch (errno) {
            case 2 ->
                new ProcessStartException(
                        Reason.PROGRAM_MISSING,
                        "The program " + program + " exists, but the interpreter that it names in its first line (#!)"
                                + " does not, or it has just vanished. " + words,
                        cause);
            case 7 ->
                new ProcessStartException(
                        Reason.ARGUMENT_TOO_LONG,
                        "The arguments and the environment of " + program + " are too long together for this system."
                                + " Pass long ones in files. " + words,
                        cause);
            case 8 ->
                new ProcessStartException(
                        Reason.PROGRAM_NOT_A_PROGRAM,
                        program + " is no program that this system runs: it has no #! line and no known format, or is"
                                + " made for another machine. " + words,
                        cause);
            case 11 ->
                new ProcessStartException(
                        Reason.OUT_OF_PROCESSES,
                        "No process could be created for " + program + ": a limit is reached (ulimit -u, or that of the"
                                + " container). " + words,
                        cause);
            case 12 ->
                new ProcessStartException(
                        Reason.OUT_OF_MEMORY, "There is not enough memory to start " + program + ". " + words, cause);
            case 13, 1 ->
                new ProcessStartException(
                        Reason.PROGRAM_NOT_EXECUTABLE,
                        "The system does not let this user execute " + program
                                + ": it, its interpreter, or its directory forbids it, or the file system is mounted"
                                + " noexec. " + words,
                        cause);
            case 20 ->
                new ProcessStartException(
                        Reason.DIRECTORY_NOT_A_DIRECTORY,
                        "The working directory is no directory any more. " + words,
                        cause);
            case 23, 24 ->
                new ProcessStartException(
                        Reason.OUT_OF_DESCRIPTORS,
                        "There are no file descriptors left to start " + program
                                + ": close sessions, or raise the limit (ulimit -n). " + words,
                        cause);
            case 26 ->
                new ProcessStartException(
                        Reason.PROGRAM_BUSY,
                        program + " is open for writing, so that it cannot be executed now. " + words,
                        cause);
            default -> new ProcessStartException(Reason.OTHER, program + " could not be started. " + words, cause);
        };
    }
}

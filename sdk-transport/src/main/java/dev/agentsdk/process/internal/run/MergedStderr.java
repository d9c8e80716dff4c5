package dev.agentsdk.process.internal.run;

import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.ProcessStartException;
import dev.agentsdk.process.internal.StartChecks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Has a shell make one pipe of stdout and stderr and exec the program in its own place: the process id stays. */
public final class MergedStderr {

    private static final Path SHELL = Path.of("/bin/sh");

    /** Shells drop variables with other names. */
    private static final Pattern PASSED_ON = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private MergedStderr() {}

    /**
     * The specification that a launcher is given.
     *
     * @param spec without input
     * @return with a shell before it if stderr is to be merged, but where that would change more than stderr
     * @throws ProcessStartException if it could not be started: behind a shell that would be an exit code
     */
    public static ProcessSpec apply(ProcessSpec spec) {
        if (!spec.isStderrMerged()) {
            return spec;
        }
        ProcessSpec plain = spec.withStderrMerged(false);
        Map<String, String> environment = spec.environment().orElseGet(System::getenv);
        if (!Files.isExecutable(SHELL)
                || !environment.keySet().stream()
                        .allMatch(name -> PASSED_ON.matcher(name).matches())) {
            return plain;
        }
        Path program = StartChecks.check(plain);
        // Shells set PWD for their children, too.
        String script = environment.containsKey("PWD") ? "exec \"$@\" 2>&1" : "unset PWD; exec \"$@\" 2>&1";
        List<String> command = new ArrayList<>(List.of(SHELL.toString(), "-c", script, "sh", program.toString()));
        command.addAll(spec.command().subList(1, spec.command().size()));
        return plain.withCommand(command);
    }
}

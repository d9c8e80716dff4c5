package dev.agentsdk.process.internal.jdk;

import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.ProcessListener;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.ProcessStartException;
import dev.agentsdk.process.ProcessStartException.Reason;
import dev.agentsdk.process.internal.FreeDescriptors;
import dev.agentsdk.process.internal.FreeThreads;
import dev.agentsdk.process.internal.LiveProcesses;
import dev.agentsdk.process.internal.LockLimits;
import dev.agentsdk.process.internal.ProcFs;
import dev.agentsdk.process.internal.ProcessCgroup;
import dev.agentsdk.process.internal.ProcessMark;
import dev.agentsdk.process.internal.StartChecks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The launcher on {@link ProcessBuilder}. */
public final class JdkLauncher implements ProcessLauncher {

    private static final Pattern ERROR_NUMBER = Pattern.compile("error[=:] ?(\\d+)");

    private static final int EMFILE = 24;

    private static final boolean WINDOWS =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

    /** Programs that change something of themselves and then become the child: they exec in place, the pid stays. */
    private static final class Helpers {
        /** Puts the child into a session of its own. */
        static final Optional<Path> SETSID = find("setsid");

        /** Puts the mark into the limits of the child. */
        static final Optional<Path> PRLIMIT = find("prlimit");

        private static Optional<Path> find(String name) {
            if (WINDOWS) {
                return Optional.empty();
            }
            return StartChecks.onPath(System.getenv().getOrDefault("PATH", ""), name, new ArrayList<>());
        }
    }

    /** Works everywhere. */
    public JdkLauncher() {}

    @Override
    public String name() {
        return "jdk";
    }

    @Override
    public ManagedProcess start(ProcessSpec spec, ProcessListener listener) {
        LiveProcesses.Start start = LiveProcesses.begin(spec);
        try {
            return startRegistered(spec, listener);
        } finally {
            start.isOver();
        }
    }

    private static ManagedProcess startRegistered(ProcessSpec spec, ProcessListener listener) {
        Path program = StartChecks.check(spec);
        if (WINDOWS) {
            WindowsChecks.refuseBatchFile(program);
        } else {
            checkInterpreter(program);
        }
        ProcessMark mark = ProcessMark.in(spec.environment().orElseGet(System::getenv));
        Optional<LockLimits> limits = limits(mark, program);
        List<String> command = new ArrayList<>();
        limits.ifPresent(values -> {
            command.add(Helpers.PRLIMIT.orElseThrow().toString());
            command.add("--locks=" + values.soft() + ":" + values.hard());
        });
        Helpers.SETSID.ifPresent(setsid -> command.add(setsid.toString()));
        command.add(program.toString());
        command.addAll(spec.command().subList(1, spec.command().size()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(spec.isStderrMerged());
        spec.cwd().ifPresent(directory -> builder.directory(directory.toFile()));
        spec.environment().ifPresent(variables -> {
            // What stays as it is stays untouched: the JDK passes it on byte for byte.
            builder.environment().keySet().retainAll(variables.keySet());
            variables.forEach((name, value) -> {
                if (!value.equals(builder.environment().get(name))) {
                    builder.environment().put(name, value);
                }
            });
        });
        builder.environment().put(ProcessMark.VARIABLE, mark.value());
        ProcessCgroup cgroup =
                ProcFs.exists() ? ProcessCgroup.create(spec.teardown()).orElse(null) : null;
        Process process = null;
        try {
            FreeDescriptors.require();
            // Without a thread that waits for the child, the JDK throws when that runs already, and forgets it.
            FreeThreads.require();
            process = builder.start();
        } catch (IOException e) {
            throw refused(e, program);
        } finally {
            if (cgroup != null && process == null) {
                cgroup.removeOrKeep();
            }
        }
        if (cgroup != null && !cgroup.add(process.pid())) {
            cgroup = null;
        }
        JdkTree tree = new JdkTree(
                process,
                Helpers.SETSID.isPresent(),
                limits.isPresent(),
                cgroup,
                mark,
                spec.teardown().descendants());
        return JdkProcess.watch(process, tree, mark, spec, listener);
    }

    /** The limits that mark the child, where there is a program to set them; empty if they would be refused. */
    private static Optional<LockLimits> limits(ProcessMark mark, Path program) {
        if (Helpers.PRLIMIT.isEmpty() || !ProcFs.exists()) {
            return Optional.empty();
        }
        try {
            return ProcFs.lockLimits(ProcessHandle.current().pid()).flatMap(mark::limits);
        } catch (ProcFs.OutOfDescriptorsException e) {
            throw StartChecks.refused(EMFILE, program, String.valueOf(e.getMessage()), e);
        }
    }

    /** Behind setsid a missing interpreter would be an exit code 127 and no exception. */
    private static void checkInterpreter(Path program) {
        byte[] head = new byte[256];
        int length;
        try (InputStream in = Files.newInputStream(program)) {
            length = in.readNBytes(head, 0, head.length);
        } catch (IOException e) {
            // Executable but not readable: the system will say what it thinks of it.
            return;
        }
        if (length < 3 || head[0] != '#' || head[1] != '!') {
            return;
        }
        String line = new String(head, 2, length - 2, StandardCharsets.UTF_8).split("\n", 2)[0];
        // A CR is no blank to the kernel: it belongs to the name, which then does not exist.
        String interpreter = line.replaceAll("^[ \t]+", "").split("[ \t]", 2)[0];
        if (interpreter.startsWith("/") && !Files.exists(Path.of(interpreter))) {
            throw StartChecks.refused(2, program, "Its interpreter is " + interpreter + ".", null);
        }
    }

    private static ProcessStartException refused(IOException e, Path program) {
        String words = String.valueOf(e.getMessage());
        Matcher number = ERROR_NUMBER.matcher(words);
        if (number.find()) {
            return StartChecks.refused(Integer.parseInt(number.group(1)), program, words, e);
        }
        return new ProcessStartException(Reason.OTHER, program + " could not be started. " + words, e);
    }

    @Override
    public String toString() {
        return name();
    }
}

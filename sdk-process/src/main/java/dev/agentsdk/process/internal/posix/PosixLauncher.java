package dev.agentsdk.process.internal.posix;

import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.ProcessListener;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.internal.LiveProcesses;
import dev.agentsdk.process.internal.StartChecks;
import java.nio.file.Path;

/** The launcher on system calls. */
public final class PosixLauncher implements ProcessLauncher {

    /** Made only where {@link PosixSupport#problem()} is empty. */
    public PosixLauncher() {}

    @Override
    public String name() {
        return "posix";
    }

    @Override
    public ManagedProcess start(ProcessSpec spec, ProcessListener listener) {
        LiveProcesses.Start start = LiveProcesses.begin(spec);
        try {
            Path program = StartChecks.check(spec);
            return PosixProcess.start(spec, program, listener);
        } finally {
            start.isOver();
        }
    }

    @Override
    public String toString() {
        return name();
    }
}

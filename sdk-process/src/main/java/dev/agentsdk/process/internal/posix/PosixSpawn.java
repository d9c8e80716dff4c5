package dev.agentsdk.process.internal.posix;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.ProcessException;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.ProcessStartException;
import dev.agentsdk.process.internal.LockLimits;
import dev.agentsdk.process.internal.ProcFs;
import dev.agentsdk.process.internal.ProcFs.ProcessId;
import dev.agentsdk.process.internal.ProcessCgroup;
import dev.agentsdk.process.internal.ProcessMark;
import dev.agentsdk.process.internal.StartChecks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One {@code posix_spawn}: a child in a session of its own, with default signal dispositions and an empty signal mask,
 * in its directory, and with no descriptor but 0, 1 and 2.
 *
 * @param id the child, not yet waited for; with a start time of 0 if that cannot be read
 * @param pidfd a descriptor of the child
 * @param stdin the writing end, non-blocking
 * @param stdout the reading end, non-blocking
 * @param stderr the reading end, non-blocking
 * @param gap marks what the child started before the mark was in its limits; null if it is not in them
 * @param cgroup what the child was moved to; null if it has none of its own
 */
record PosixSpawn(
        ProcessId id,
        int pidfd,
        int stdin,
        int stdout,
        int stderr,
        @Nullable StartGap gap,
        @Nullable ProcessCgroup cgroup) {

    // What glibc needs is 80, 336 and 128 bytes; room to spare costs nothing.
    private static final int ACTIONS_SIZE = 256;
    private static final int ATTRIBUTES_SIZE = 512;
    private static final int SIGSET_SIZE = 128;
    private static final int POINTER_SIZE = 8;

    /** How long SIGKILL may take to be carried out on a child that cannot be used. */
    private static final Duration REAP = Duration.ofSeconds(1);

    private static final long REAP_AGAIN_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    /**
     * Starts a program.
     *
     * @throws ProcessStartException if it cannot be started; all descriptors are closed then
     */
    static PosixSpawn start(ProcessSpec spec, ProcessMark mark, Path program) {
        Pipe in = null;
        Pipe out = null;
        Pipe err = null;
        ProcessCgroup cgroup = null;
        ChildSignal.ensureChildrenStay();
        try {
            in = Pipe.open(program);
            out = Pipe.open(program);
            err = Pipe.open(program);
            nonBlocking(in.write);
            nonBlocking(out.read);
            nonBlocking(err.read);
            // Before the start, so that the child is moved there as soon as it exists.
            cgroup = ProcessCgroup.create(spec.teardown()).orElse(null);
            // Before the start too, and the classes with it: a child that changes its user can be marked only until
            // then.
            LockLimits before = PosixTreeKiller.own();
            Optional<LockLimits> wanted = mark.limits(before);
            int pid = spawn(spec, mark, program, in.read, out.write, err.write);
            Optional<LockLimits> limits = wanted.filter(marked -> PosixTreeKiller.setLimits(pid, marked));
            if (cgroup != null && !cgroup.add(pid)) {
                cgroup = null;
            }
            // After the limits: until then the child starts processes without the mark.
            ProcessId id = identity(pid);
            StartGap gap = limits.isPresent() ? new StartGap(id, mark, limits.get(), before) : null;
            if (gap != null) {
                gap.close();
            }
            // A child keeps its id until it is reaped, which only this launcher does.
            int pidfd = LibC.pidfdOpen(pid);
            if (pidfd < 0) {
                killAndReap(pid);
                throw StartChecks.refused(-pidfd, program, Errno.describe(-pidfd), null);
            }
            PosixSpawn started = new PosixSpawn(id, pidfd, in.write, out.read, err.read, gap, cgroup);
            cgroup = null;
            in.write = -1;
            out.read = -1;
            err.read = -1;
            return started;
        } finally {
            close(in);
            close(out);
            close(err);
            if (cgroup != null) {
                cgroup.removeOrKeep();
            }
        }
    }

    /** Without a start time every process counts as younger. */
    private static ProcessId identity(int pid) {
        try {
            return ProcFs.stat(pid).map(ProcFs.Stat::id).orElse(new ProcessId(pid, 0));
        } catch (ProcFs.OutOfDescriptorsException e) {
            return new ProcessId(pid, 0);
        }
    }

    int pid() {
        return (int) id.pid();
    }

    private static void close(@Nullable Pipe pipe) {
        if (pipe != null) {
            pipe.close();
        }
    }

    /** Ends a child that cannot be used. */
    void discard() {
        killAndReap(pid());
        LibC.close(pidfd);
        LibC.close(stdin);
        LibC.close(stdout);
        LibC.close(stderr);
        if (cgroup != null) {
            cgroup.removeOrKeep();
        }
    }

    /** Its id is its own until it is reaped. A child that a debugger holds may stay as a zombie: this does not hang. */
    private static void killAndReap(int pid) {
        LibC.kill(-pid, LibC.SIGKILL);
        Deadline deadline = Deadline.in(REAP);
        while (ExitStatus.reap(pid, 0).isNotYet() && !deadline.hasPassed()) {
            LockSupport.parkNanos(REAP_AGAIN_NANOS);
        }
    }

    /** The flag belongs to the open file, and each end of a pipe is one of its own: the child's ends keep blocking. */
    private static void nonBlocking(int fd) {
        int flags = LibC.fcntl(fd, LibC.F_GETFL, 0);
        LibC.fcntl(fd, LibC.F_SETFL, flags | LibC.O_NONBLOCK);
    }

    private static int spawn(ProcessSpec spec, ProcessMark mark, Path program, int stdin, int stdout, int stderr) {
        List<byte[]> argv = new ArrayList<>();
        for (String word : spec.command()) {
            argv.add(cString(word));
        }
        Map<String, String> environment = new HashMap<>(spec.environment().orElseGet(System::getenv));
        environment.put(ProcessMark.VARIABLE, mark.value());
        List<byte[]> envp = new ArrayList<>();
        environment.forEach((name, value) -> envp.add(cString(InheritedEnvironment.bytes(name, value))));
        byte[] path = cString(program.toString());
        byte[] directory =
                spec.cwd().map(cwd -> cString(cwd.toAbsolutePath().toString())).orElse(new byte[0]);

        // The fixed parts are multiples of 8, so that everything in front of the strings is aligned.
        long stringsAt = ACTIONS_SIZE
                + ATTRIBUTES_SIZE
                + 2 * SIGSET_SIZE
                + POINTER_SIZE
                + (long) POINTER_SIZE * (argv.size() + 1 + envp.size() + 1);
        long size = stringsAt + sizeOf(argv) + sizeOf(envp) + path.length + directory.length;
        long block = NativeMemory.allocate(size);
        try {
            long actions = block;
            long attributes = actions + ACTIONS_SIZE;
            long noSignals = attributes + ATTRIBUTES_SIZE;
            long allSignals = noSignals + SIGSET_SIZE;
            long pid = allSignals + SIGSET_SIZE;
            long argvAt = pid + POINTER_SIZE;
            long envpAt = argvAt + (long) POINTER_SIZE * (argv.size() + 1);
            long strings = block + stringsAt;
            strings = putAll(argv, argvAt, strings);
            strings = putAll(envp, envpAt, strings);
            long pathAt = strings;
            strings = put(path, strings);
            long directoryAt = strings;
            put(directory, strings);

            check(LibC.actionsInit(actions));
            check(LibC.attrInit(attributes));
            try {
                check(LibC.actionsAddDup2(actions, stdin, 0));
                check(LibC.actionsAddDup2(actions, stdout, 1));
                check(LibC.actionsAddDup2(actions, spec.isStderrMerged() ? stdout : stderr, 2));
                if (directory.length > 0) {
                    check(LibC.actionsAddChdir(actions, directoryAt));
                }
                // The descriptors of the JVM are not close-on-exec: without this the child gets nearly all of them.
                check(LibC.actionsAddCloseFrom(actions, 3));
                LibC.sigemptyset(noSignals);
                LibC.sigfillset(allSignals);
                check(LibC.attrSetSigMask(attributes, noSignals));
                check(LibC.attrSetSigDefault(attributes, allSignals));
                check(LibC.attrSetFlags(
                        attributes,
                        LibC.POSIX_SPAWN_SETSID | LibC.POSIX_SPAWN_SETSIGMASK | LibC.POSIX_SPAWN_SETSIGDEF));
                int errno = LibC.posixSpawn(pid, pathAt, actions, attributes, argvAt, envpAt);
                if (errno != 0) {
                    throw StartChecks.refused(errno, program, Errno.describe(errno), null);
                }
                return NativeMemory.IO.getInt(pid);
            } finally {
                LibC.attrDestroy(attributes);
                LibC.actionsDestroy(actions);
            }
        } finally {
            NativeMemory.free(block);
        }
    }

    private static void check(int errno) {
        if (errno != 0) {
            throw failure(errno, "preparing posix_spawn");
        }
    }

    static ProcessException failure(int errno, String what) {
        return new ProcessException("The system call failed: " + what + ": " + Errno.describe(errno), null);
    }

    private static byte[] cString(String text) {
        return cString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] cString(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    private static long sizeOf(List<byte[]> strings) {
        long size = 0;
        for (byte[] string : strings) {
            size += string.length;
        }
        return size;
    }

    /** Writes the strings and, at {@code pointers}, an array of their addresses that ends with a null pointer. */
    private static long putAll(List<byte[]> strings, long pointers, long at) {
        long next = at;
        for (int i = 0; i < strings.size(); i++) {
            NativeMemory.IO.putLong(pointers + (long) i * POINTER_SIZE, next);
            next = put(strings.get(i), next);
        }
        return next;
    }

    private static long put(byte[] bytes, long at) {
        NativeMemory.IO.putByteArray(at, bytes, 0, bytes.length);
        return at + bytes.length;
    }

    /** Two ends, close-on-exec and above the standard descriptors, so that dup2 onto 0 to 2 always is a real copy. */
    private static final class Pipe {
        int read;
        int write;

        private Pipe(int read, int write) {
            this.read = read;
            this.write = write;
        }

        static Pipe open(Path program) {
            long fds = NativeMemory.allocate(8);
            try {
                int result = LibC.pipe2(fds, LibC.O_CLOEXEC);
                if (result < 0) {
                    throw StartChecks.refused(-result, program, Errno.describe(-result), null);
                }
                Pipe pipe = new Pipe(NativeMemory.IO.getInt(fds), NativeMemory.IO.getInt(fds + 4));
                try {
                    pipe.read = aboveStandard(pipe.read, program);
                    pipe.write = aboveStandard(pipe.write, program);
                } catch (ProcessStartException e) {
                    pipe.close();
                    throw e;
                }
                return pipe;
            } finally {
                NativeMemory.free(fds);
            }
        }

        /** A JVM that was started with closed standard descriptors gets their numbers for its next files. */
        private static int aboveStandard(int fd, Path program) {
            if (fd > 2) {
                return fd;
            }
            int copy = LibC.fcntl(fd, LibC.F_DUPFD_CLOEXEC, 3);
            if (copy < 0) {
                throw StartChecks.refused(-copy, program, Errno.describe(-copy), null);
            }
            LibC.close(fd);
            return copy;
        }

        void close() {
            if (read >= 0) {
                LibC.close(read);
            }
            if (write >= 0) {
                LibC.close(write);
            }
        }
    }
}

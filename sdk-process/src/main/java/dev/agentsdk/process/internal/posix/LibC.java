package dev.agentsdk.process.internal.posix;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Function;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.Type;

/**
 * The system calls of the posix launcher, on jffi: the layer below jnr-ffi, which binds in a third of the time because it
 * generates no classes (ADR 1). Pointers are addresses. What fails returns the negated errno, so that nothing can come
 * between a call and its errno.
 *
 * <p>Signatures and constants are those of Linux with glibc on 64-bit x86 and ARM; {@link PosixSupport} makes sure of
 * that before anything here is used.
 */
final class LibC {

    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;
    static final int EFD_NONBLOCK = O_NONBLOCK;
    static final int EFD_CLOEXEC = O_CLOEXEC;
    static final int F_GETFL = 3;
    static final int F_SETFL = 4;
    static final int F_DUPFD_CLOEXEC = 1030;

    static final short POLLIN = 1;
    static final short POLLOUT = 4;
    static final short POLLERR = 8;
    static final short POLLHUP = 16;
    static final short POLLNVAL = 32;

    static final int SIGKILL = 9;
    static final int SIGTERM = 15;
    static final int SIGCONT = 18;

    static final int P_PID = 1;
    static final int WNOHANG = 1;
    static final int WEXITED = 4;
    static final int WNOWAIT = 0x01000000;

    /** Also children whose parent gets another signal than SIGCHLD, or none. */
    static final int WALL = 0x40000000;

    static final int RLIMIT_LOCKS = 10;

    static final short POSIX_SPAWN_SETSIGDEF = 4;
    static final short POSIX_SPAWN_SETSIGMASK = 8;
    static final short POSIX_SPAWN_SETSID = 0x80;

    /** The same number on every architecture: system calls after 424 are numbered alike. */
    private static final long SYS_PIDFD_SEND_SIGNAL = 424;

    private static final long SYS_PIDFD_OPEN = 434;

    private static final Invoker INVOKER = Invoker.getInstance();
    private static final LastError LAST_ERROR = LastError.getInstance();

    private static final Type INT = Type.SINT32;
    private static final Type LONG = Type.SINT64;
    private static final Type POINTER = Type.POINTER;

    private static final Function READ = function("read", LONG, INT, POINTER, LONG);
    private static final Function WRITE = function("write", LONG, INT, POINTER, LONG);
    private static final Function CLOSE = function("close", INT, INT);
    private static final Function PIPE2 = function("pipe2", INT, POINTER, INT);
    private static final Function FCNTL = function("fcntl", INT, INT, INT, LONG);
    private static final Function POLL = function("poll", INT, POINTER, LONG, INT);
    private static final Function EVENTFD = function("eventfd", INT, INT, INT);
    private static final Function KILL = function("kill", INT, INT, INT);
    private static final Function WAITID = function("waitid", INT, INT, INT, POINTER, INT);
    private static final Function PRLIMIT = function("prlimit", INT, INT, INT, POINTER, POINTER);
    private static final Function TGKILL = function("tgkill", INT, INT, INT, INT);
    private static final Function PROCESS_VM_READV =
            function("process_vm_readv", LONG, INT, POINTER, LONG, POINTER, LONG, LONG);
    private static final Function SIGACTION = function("sigaction", INT, INT, POINTER, POINTER);
    private static final Function SYSCALL = function("syscall", LONG, LONG, LONG, LONG, LONG, LONG);
    private static final Function SIGEMPTYSET = function("sigemptyset", INT, POINTER);
    private static final Function SIGFILLSET = function("sigfillset", INT, POINTER);

    private static final Function SPAWN =
            function("posix_spawn", INT, POINTER, POINTER, POINTER, POINTER, POINTER, POINTER);
    private static final Function ACTIONS_INIT = function("posix_spawn_file_actions_init", INT, POINTER);
    private static final Function ACTIONS_DESTROY = function("posix_spawn_file_actions_destroy", INT, POINTER);
    private static final Function ACTIONS_ADDDUP2 =
            function("posix_spawn_file_actions_adddup2", INT, POINTER, INT, INT);
    private static final Function ACTIONS_ADDCHDIR =
            function("posix_spawn_file_actions_addchdir_np", INT, POINTER, POINTER);
    private static final Function ACTIONS_ADDCLOSEFROM =
            function("posix_spawn_file_actions_addclosefrom_np", INT, POINTER, INT);
    private static final Function ATTR_INIT = function("posix_spawnattr_init", INT, POINTER);
    private static final Function ATTR_DESTROY = function("posix_spawnattr_destroy", INT, POINTER);
    private static final Function ATTR_SETFLAGS = function("posix_spawnattr_setflags", INT, POINTER, Type.SINT16);
    private static final Function ATTR_SETSIGMASK = function("posix_spawnattr_setsigmask", INT, POINTER, POINTER);
    private static final Function ATTR_SETSIGDEFAULT = function("posix_spawnattr_setsigdefault", INT, POINTER, POINTER);

    private LibC() {}

    /** All are C functions that set errno or return it; both ways are told apart by the methods below. */
    private static Function function(String name, Type result, Type... parameters) {
        long address = Library.getDefault().getSymbolAddress(name);
        if (address == 0) {
            throw new UnsatisfiedLinkError("The C library has no " + name);
        }
        return new Function(address, CallContext.getCallContext(result, parameters, CallingConvention.DEFAULT, true));
    }

    private static int orErrno(int result) {
        return result == -1 ? -LAST_ERROR.get() : result;
    }

    private static long orErrno(long result) {
        return result == -1 ? -LAST_ERROR.get() : result;
    }

    static long read(int fd, long buffer, long length) {
        return orErrno(INVOKER.invokeN3(READ.getCallContext(), READ.getFunctionAddress(), fd, buffer, length));
    }

    static long write(int fd, long buffer, long length) {
        return orErrno(INVOKER.invokeN3(WRITE.getCallContext(), WRITE.getFunctionAddress(), fd, buffer, length));
    }

    /** Its result is of no use: also after EINTR the descriptor is closed on Linux. */
    static void close(int fd) {
        INVOKER.invokeN1(CLOSE.getCallContext(), CLOSE.getFunctionAddress(), fd);
    }

    static int pipe2(long twoInts, int flags) {
        return orErrno((int) INVOKER.invokeN2(PIPE2.getCallContext(), PIPE2.getFunctionAddress(), twoInts, flags));
    }

    static int fcntl(int fd, int command, long argument) {
        return orErrno(
                (int) INVOKER.invokeN3(FCNTL.getCallContext(), FCNTL.getFunctionAddress(), fd, command, argument));
    }

    /** A time-out below zero waits without bound. */
    static int poll(long pollFds, int count, int timeoutMillis) {
        return orErrno((int)
                INVOKER.invokeN3(POLL.getCallContext(), POLL.getFunctionAddress(), pollFds, count, timeoutMillis));
    }

    static int eventfd(int flags) {
        return orErrno((int) INVOKER.invokeN2(EVENTFD.getCallContext(), EVENTFD.getFunctionAddress(), 0, flags));
    }

    static int kill(int pid, int signal) {
        return orErrno((int) INVOKER.invokeN2(KILL.getCallContext(), KILL.getFunctionAddress(), pid, signal));
    }

    static int waitid(int pid, long siginfo, int options) {
        return orErrno((int)
                INVOKER.invokeN4(WAITID.getCallContext(), WAITID.getFunctionAddress(), P_PID, pid, siginfo, options));
    }

    /** Process 0 is this one; an address of 0 sets or gets nothing. */
    static int prlimit(int pid, int resource, long newLimits, long oldLimits) {
        return orErrno((int) INVOKER.invokeN4(
                PRLIMIT.getCallContext(), PRLIMIT.getFunctionAddress(), pid, resource, newLimits, oldLimits));
    }

    static int tgkill(int process, int thread, int signal) {
        return orErrno(
                (int) INVOKER.invokeN3(TGKILL.getCallContext(), TGKILL.getFunctionAddress(), process, thread, signal));
    }

    static long processVmReadv(int pid, long localParts, long locals, long remoteParts, long remotes) {
        return orErrno(INVOKER.invokeN6(
                PROCESS_VM_READV.getCallContext(),
                PROCESS_VM_READV.getFunctionAddress(),
                pid,
                localParts,
                locals,
                remoteParts,
                remotes,
                0));
    }

    static int sigaction(int signal, long newAction, long oldAction) {
        return orErrno((int) INVOKER.invokeN3(
                SIGACTION.getCallContext(), SIGACTION.getFunctionAddress(), signal, newAction, oldAction));
    }

    /** The descriptor is close-on-exec by itself. */
    static int pidfdOpen(int pid) {
        return (int) orErrno(
                INVOKER.invokeN5(SYSCALL.getCallContext(), SYSCALL.getFunctionAddress(), SYS_PIDFD_OPEN, pid, 0, 0, 0));
    }

    static int pidfdSendSignal(int pidfd, int signal) {
        return (int) orErrno(INVOKER.invokeN5(
                SYSCALL.getCallContext(), SYSCALL.getFunctionAddress(), SYS_PIDFD_SEND_SIGNAL, pidfd, signal, 0, 0));
    }

    static void sigemptyset(long set) {
        INVOKER.invokeN1(SIGEMPTYSET.getCallContext(), SIGEMPTYSET.getFunctionAddress(), set);
    }

    static void sigfillset(long set) {
        INVOKER.invokeN1(SIGFILLSET.getCallContext(), SIGFILLSET.getFunctionAddress(), set);
    }

    /** The functions of the posix_spawn family return the errno itself. */
    static int posixSpawn(long pid, long path, long actions, long attributes, long argv, long envp) {
        return (int) INVOKER.invokeN6(
                SPAWN.getCallContext(), SPAWN.getFunctionAddress(), pid, path, actions, attributes, argv, envp);
    }

    static int actionsInit(long actions) {
        return (int) INVOKER.invokeN1(ACTIONS_INIT.getCallContext(), ACTIONS_INIT.getFunctionAddress(), actions);
    }

    static void actionsDestroy(long actions) {
        INVOKER.invokeN1(ACTIONS_DESTROY.getCallContext(), ACTIONS_DESTROY.getFunctionAddress(), actions);
    }

    static int actionsAddDup2(long actions, int from, int to) {
        return (int) INVOKER.invokeN3(
                ACTIONS_ADDDUP2.getCallContext(), ACTIONS_ADDDUP2.getFunctionAddress(), actions, from, to);
    }

    static int actionsAddChdir(long actions, long path) {
        return (int) INVOKER.invokeN2(
                ACTIONS_ADDCHDIR.getCallContext(), ACTIONS_ADDCHDIR.getFunctionAddress(), actions, path);
    }

    static int actionsAddCloseFrom(long actions, int lowest) {
        return (int) INVOKER.invokeN2(
                ACTIONS_ADDCLOSEFROM.getCallContext(), ACTIONS_ADDCLOSEFROM.getFunctionAddress(), actions, lowest);
    }

    static int attrInit(long attributes) {
        return (int) INVOKER.invokeN1(ATTR_INIT.getCallContext(), ATTR_INIT.getFunctionAddress(), attributes);
    }

    static void attrDestroy(long attributes) {
        INVOKER.invokeN1(ATTR_DESTROY.getCallContext(), ATTR_DESTROY.getFunctionAddress(), attributes);
    }

    static int attrSetFlags(long attributes, int flags) {
        return (int)
                INVOKER.invokeN2(ATTR_SETFLAGS.getCallContext(), ATTR_SETFLAGS.getFunctionAddress(), attributes, flags);
    }

    static int attrSetSigMask(long attributes, long set) {
        return (int) INVOKER.invokeN2(
                ATTR_SETSIGMASK.getCallContext(), ATTR_SETSIGMASK.getFunctionAddress(), attributes, set);
    }

    static int attrSetSigDefault(long attributes, long set) {
        return (int) INVOKER.invokeN2(
                ATTR_SETSIGDEFAULT.getCallContext(), ATTR_SETSIGDEFAULT.getFunctionAddress(), attributes, set);
    }
}

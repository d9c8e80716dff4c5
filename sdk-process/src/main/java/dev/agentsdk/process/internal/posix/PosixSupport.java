package dev.agentsdk.process.internal.posix;

import com.kenai.jffi.Library;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Whether the posix launcher works here. Loads the native library. */
public final class PosixSupport {

    private static final List<String> NEEDED_SYMBOLS = List.of(
            "posix_spawn",
            "posix_spawn_file_actions_addchdir_np",
            "posix_spawn_file_actions_addclosefrom_np",
            "pipe2",
            "eventfd",
            "waitid",
            "prlimit",
            "tgkill",
            "process_vm_readv",
            "gnu_get_libc_version");

    private PosixSupport() {}

    /**
     * Why the posix launcher does not work here.
     *
     * @return a reason for a person; empty if it works
     * @throws IOException if the native library could not be unpacked now; another try may succeed
     */
    public static String problem() throws IOException {
        String os = System.getProperty("os.name", "");
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        if (!os.equals("Linux")) {
            return "it needs Linux, and this is " + os;
        }
        if (!List.of("amd64", "x86_64", "aarch64", "arm64").contains(arch)) {
            return "it needs x86-64 or aarch64, and this is " + arch;
        }
        silenceUnsafeWarnings();
        try {
            Library library = JffiLibrary.load();
            for (String symbol : NEEDED_SYMBOLS) {
                if (library.getSymbolAddress(symbol) == 0) {
                    return "it needs glibc 2.34 or newer; the C library here has no " + symbol;
                }
            }
            int self = LibC.pidfdOpen((int) ProcessHandle.current().pid());
            if (self < 0) {
                return "it needs pidfd_open (Linux 5.3): " + Errno.describe(-self);
            }
            LibC.close(self);
            return "";
        } catch (LinkageError | RuntimeException e) {
            // No native library for this machine, a temporary directory mounted noexec, native access denied, …
            return "the native library cannot be used: " + e;
        }
    }

    /** jffi can do without {@code sun.misc.Unsafe}, whose use newer JDKs complain about on stderr. */
    private static void silenceUnsafeWarnings() {
        if (Runtime.version().feature() > 22 && System.getProperty("jffi.unsafe.disabled") == null) {
            System.setProperty("jffi.unsafe.disabled", "true");
        }
    }
}

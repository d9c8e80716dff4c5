package dev.agentsdk.process.internal.posix;

import dev.agentsdk.process.internal.StartChecks;
import java.nio.file.Path;

/** An {@code eventfd} that ends another thread's {@code poll}. */
final class WakeUp {

    private static final long ONE = NativeMemory.allocate(8);

    static {
        NativeMemory.IO.putLong(ONE, 1);
    }

    private final Descriptor descriptor;

    private WakeUp(int fd) {
        // Never wakes anybody itself: whoever polls it, polls it with what it wakes them for.
        this.descriptor = new Descriptor(fd, () -> {});
    }

    static WakeUp open(Path program) {
        int fd = LibC.eventfd(LibC.EFD_CLOEXEC | LibC.EFD_NONBLOCK);
        if (fd < 0) {
            throw StartChecks.refused(-fd, program, Errno.describe(-fd), null);
        }
        return new WakeUp(fd);
    }

    /** Makes the descriptor readable; does nothing after {@link #close()}. */
    void wake() {
        int fd = descriptor.enter();
        if (fd >= 0) {
            try {
                // Can only fail because it is readable already, which is what is wanted.
                LibC.write(fd, ONE, 8);
            } finally {
                descriptor.exit();
            }
        }
    }

    /** Makes the descriptor unreadable until the next {@link #wake()}. */
    void reset(NativeMemory.Chunk scratch) {
        int fd = descriptor.enter();
        if (fd >= 0) {
            try {
                LibC.read(fd, scratch.address, 8);
            } finally {
                descriptor.exit();
            }
        }
    }

    Descriptor descriptor() {
        return descriptor;
    }

    void close() {
        descriptor.close();
    }
}

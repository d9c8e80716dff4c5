package dev.agentsdk.process.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The highest process id of this system. */
final class PidLimit {

    private static final long DEFAULT = 32_768;

    /** The limit; read once, while there are descriptors. */
    static final long MAX = read();

    private PidLimit() {}

    private static long read() {
        try {
            return Long.parseLong(
                    Files.readString(Path.of("/proc/sys/kernel/pid_max")).strip());
        } catch (IOException | RuntimeException e) {
            return DEFAULT;
        }
    }
}

package dev.agentsdk.process.internal;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The highest process id of this system. */
final class PidLimit {

    private static final long DEFAULT = 32_768;

    /** The limit; read once, while there are descriptors. */
    static final long MAX = read();

    private PidLimit() {}

    private static long read() {
        // In one read: the kernel answers a second one, at another offset, with the end of the file.
        byte[] line = new byte[32];
        try (FileInputStream in = new FileInputStream("/proc/sys/kernel/pid_max")) {
            int length = in.read(line);
            return Long.parseLong(new String(line, 0, Math.max(0, length), StandardCharsets.US_ASCII).strip());
        } catch (IOException | NumberFormatException e) {
            return DEFAULT;
        }
    }
}

package dev.agentsdk.process.internal;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A random name of this JVM, the same for all class loaders in it. A process id is none: each container has a process 1.
 */
final class JvmToken {

    static final String PREFIX = "jvm-";

    static final String VALUE = PREFIX + read();

    private JvmToken() {}

    private static String read() {
        // The map of all properties is concurrent, so that two class loaders get the same value.
        return String.valueOf(System.getProperties()
                .computeIfAbsent(
                        "dev.agentsdk.jvm.token", name -> HexFormat.of().toHexDigits(new SecureRandom().nextLong())));
    }
}

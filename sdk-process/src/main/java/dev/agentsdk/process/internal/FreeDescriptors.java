package dev.agentsdk.process.internal;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Stops a {@link ProcessBuilder} for whose start there may be too few descriptors. Seen on JDK 17.0.15 by strace: a start
 * that gets none for its pipes closes two numbers that it has never been given ({@code close(176)}, {@code close(32671)}),
 * and they may be those of a file or a connection that this JVM has open elsewhere. JDK 25 does not.
 *
 * <p>Threads that open files at the same moment can still take what was free.
 */
public final class FreeDescriptors {

    /** Five pipes, and what the JDK's helper opens to load its libraries. */
    private static final int NEEDED = 16;

    private static final File NOTHING = new File("/dev/null");

    private FreeDescriptors() {}

    /**
     * Takes as many descriptors as a start needs, and gives them back.
     *
     * @throws IOException if there are fewer, in the words of the JDK's own: {@code error=24}
     */
    public static void require() throws IOException {
        List<InputStream> taken = new ArrayList<>(NEEDED);
        try {
            while (taken.size() < NEEDED) {
                taken.add(new FileInputStream(NOTHING));
            }
        } catch (IOException e) {
            // On a system without such a file nothing can be concluded.
            if (NOTHING.exists()) {
                throw new IOException("error=24, Too many open files: Java needs up to " + NEEDED + " for a start.", e);
            }
        } finally {
            for (InputStream descriptor : taken) {
                descriptor.close();
            }
        }
    }

    /** {@return whether a file could be opened just now, so that a failure to open another has a different reason} */
    static boolean isOneLeft() {
        try (InputStream in = new FileInputStream(NOTHING)) {
            return in.available() >= 0;
        } catch (FileNotFoundException e) {
            // On a system without such a file nothing can be concluded.
            return !NOTHING.exists();
        } catch (IOException e) {
            return true;
        }
    }
}

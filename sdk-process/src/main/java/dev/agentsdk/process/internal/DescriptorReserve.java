package dev.agentsdk.process.internal;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few file descriptors that are kept while processes live, so that an ending can look at other processes when the rest
 * of the JVM has used up all others. Other threads may take what is given back; an ending that gets none says so in its
 * report.
 */
public final class DescriptorReserve {

    private static final Logger log = LoggerFactory.getLogger(DescriptorReserve.class);

    /** A listing of a directory, a file of a process, a pidfd, and one to spare. */
    private static final int SIZE = 4;

    // Guarded by the class.
    private static final List<InputStream> KEPT = new ArrayList<>(SIZE);

    private DescriptorReserve() {}

    /** Fills the reserve, as far as there are descriptors. Called when a process has been started. */
    public static synchronized void fill() {
        try {
            while (KEPT.size() < SIZE) {
                KEPT.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException e) {
            log.debug("The reserve has {} descriptors of {}: {}", KEPT.size(), SIZE, e.toString());
        }
    }

    /**
     * Gives the reserve back to the JVM: to an ending that has no other descriptor, or when no process is left.
     *
     * @return whether there was any
     */
    static synchronized boolean spend() {
        boolean any = !KEPT.isEmpty();
        for (InputStream descriptor : KEPT) {
            try {
                descriptor.close();
            } catch (IOException e) {
                // Nothing was written to it: its descriptor is closed all the same.
                log.debug("A descriptor of the reserve reports {}", e.toString());
            }
        }
        KEPT.clear();
        return any;
    }
}

package dev.agentsdk.internal.session;

import dev.agentsdk.testsupport.Repeats;
import org.jetbrains.lincheck.Lincheck;

/**
 * Plays a small concurrent program again and again, each time with the threads switched at other places, and shows the
 * steps that led to a failure. Not a stress test: it decides itself who runs when, down to a single field access.
 */
final class Interleavings {

    /** How many orders are played; {@code -Dagentsdk.interleavings=100000} for a longer look. */
    private static final int ORDERS = Integer.getInteger("agentsdk.interleavings", Repeats.of(40, 100));

    private Interleavings() {}

    /** A part of the program. */
    interface Part {
        void run() throws Exception;
    }

    /** Plays it in many orders. A failed assertion in it, a deadlock, or a thread that never ends fails the test. */
    static void check(Runnable program) {
        Lincheck.runConcurrentTest(ORDERS, program);
    }

    /** Runs the parts at the same time and returns when all have ended; what one throws fails the program. */
    static void together(Part... parts) {
        Throwable[] thrown = new Throwable[parts.length];
        Thread[] threads = new Thread[parts.length];
        for (int i = 0; i < parts.length; i++) {
            int number = i;
            threads[i] = new Thread(() -> {
                try {
                    parts[number].run();
                } catch (Throwable e) {
                    thrown[number] = e;
                }
            });
            threads[i].start();
        }
        for (int i = 0; i < parts.length; i++) {
            try {
                threads[i].join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        for (Throwable each : thrown) {
            if (each != null) {
                throw new AssertionError("A part has failed: " + each, each);
            }
        }
    }

    /** Plain and cheap, since it runs in every one of the orders. */
    static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}

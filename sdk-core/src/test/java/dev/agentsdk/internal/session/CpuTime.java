package dev.agentsdk.internal.session;

import java.lang.reflect.Method;
import java.time.Duration;

/** The CPU time of the calling thread. By reflection: the module under test does not read {@code java.management}. */
final class CpuTime {

    private static final Object BEAN;
    private static final Method OF_THIS_THREAD;

    static {
        try {
            BEAN = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            OF_THIS_THREAD = Class.forName("java.lang.management.ThreadMXBean").getMethod("getCurrentThreadCpuTime");
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private CpuTime() {}

    static Duration now() {
        try {
            return Duration.ofNanos((Long) OF_THIS_THREAD.invoke(BEAN));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}

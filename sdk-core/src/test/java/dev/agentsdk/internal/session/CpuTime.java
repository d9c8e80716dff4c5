package dev.agentsdk.internal.session;

import java.lang.reflect.Method;
import java.time.Duration;

/** What the calling thread has used so far. By reflection: the module under test does not read {@code java.management}. */
public final class CpuTime {

    private static final Object BEAN;
    private static final Method OF_THIS_THREAD;
    private static final Method ALLOCATED;

    static {
        try {
            BEAN = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            OF_THIS_THREAD = Class.forName("java.lang.management.ThreadMXBean").getMethod("getCurrentThreadCpuTime");
            ALLOCATED = Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes");
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private CpuTime() {}

    /** {@return its CPU time} */
    public static Duration now() {
        try {
            return Duration.ofNanos((Long) OF_THIS_THREAD.invoke(BEAN));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    /** {@return the bytes of the objects that it has created, whether or not they still exist} */
    public static long allocatedBytes() {
        try {
            return (Long) ALLOCATED.invoke(BEAN);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}

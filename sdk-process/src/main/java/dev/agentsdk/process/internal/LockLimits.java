package dev.agentsdk.process.internal;

/**
 * The two values of RLIMIT_LOCKS of a process. Linux has not enforced this limit since 2.4.25, but children inherit it, and
 * it can only be lowered: a number that no other process has marks a tree of processes for good ({@link ProcessMark}).
 *
 * @param soft the soft limit
 * @param hard the hard limit
 */
public record LockLimits(long soft, long hard) {

    /** RLIM_INFINITY: no limit, and so no mark. */
    public static final long INFINITY = -1;

    static long parse(String text) {
        if (text.equals("unlimited")) {
            return INFINITY;
        }
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            return INFINITY;
        }
    }
}

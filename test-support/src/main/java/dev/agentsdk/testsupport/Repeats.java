package dev.agentsdk.testsupport;

/**
 * How often a test repeats what may fail once in many times. Few times in the build that everyone runs; many with
 * {@code -Pthorough}, or the system property {@code agentsdk.thorough}, as {@code .ci/run} does on its second JDK.
 */
public final class Repeats {

    private static final boolean THOROUGH = Boolean.getBoolean("agentsdk.thorough");

    private Repeats() {}

    /** {@return {@code many} in a thorough run, else {@code few}} */
    public static int of(int few, int many) {
        return THOROUGH ? many : few;
    }
}

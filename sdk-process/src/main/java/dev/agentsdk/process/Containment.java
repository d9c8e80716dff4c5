package dev.agentsdk.process;

/** How the descendants of a process are recognised, from the strongest to the weakest. */
public enum Containment {
    /**
     * By a cgroup (version 2) of the process's own, which its descendants cannot leave. Used where this JVM may make one: see
     * the system property {@code dev.agentsdk.cgroup}. What the process starts before it has been moved there, in its first
     * moment, is recognised as with {@link #LIMITS}.
     */
    CGROUP,
    /** By a number in the resource limit {@code RLIMIT_LOCKS}, which every process inherits and few programs change. */
    LIMITS,
    /** By a variable in the environment, which a process can change, and by ancestry. */
    ENVIRONMENT,
    /** By ancestry, while the process lives. */
    ANCESTRY,
    /** Not at all: the process could not be started, or its launcher does not say. */
    NONE
}

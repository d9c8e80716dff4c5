/**
 * For tests of applications: a scriptable fake CLI, which is a real process, a transport in memory, and the contracts of
 * transports and session stores. Only the contracts need JUnit: a module that extends one of them requires {@code org.junit.jupiter.api}
 * itself.
 */
module dev.agentsdk.testing {
    requires transitive dev.agentsdk.core;
    requires static transitive org.jspecify;
    // Not transitive: then whoever requires this module could not be compiled without JUnit.
    requires static org.junit.jupiter.api;

    exports dev.agentsdk.testing;
}

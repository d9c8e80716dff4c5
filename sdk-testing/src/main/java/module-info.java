/**
 * For tests of applications: a scriptable fake CLI, which is a real process, a transport in memory, and the contract of
 * session stores. Only the contract needs JUnit.
 */
module dev.agentsdk.testing {
    requires transitive dev.agentsdk.core;
    requires static transitive org.jspecify;
    requires static transitive org.junit.jupiter.api;

    exports dev.agentsdk.testing;
}

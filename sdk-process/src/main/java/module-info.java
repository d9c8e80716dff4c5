/**
 * Child processes of any kind: how they are started, written to, read from, signalled and ended; commands that are run to
 * their end; processes that are kept running. See {@link dev.agentsdk.process}.
 */
@SuppressWarnings({
    "module", // the transport is compiled later
    "requires-automatic" // the native layer is not modular; nothing of it is seen by users
})
module dev.agentsdk.process {
    requires static transitive org.jspecify;
    requires org.jnrproject.constants;
    requires org.jnrproject.jffi;
    requires org.slf4j;

    exports dev.agentsdk.process;
    // Private files, the watchdog, the mark of a tree: one mechanism for both modules, and no promise to anybody else.
    exports dev.agentsdk.process.internal to
            dev.agentsdk.transport;
}

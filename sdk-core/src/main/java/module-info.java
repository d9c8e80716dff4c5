/**
 * What an application sees of the SDK: options, messages, queries and sessions, and the {@link dev.agentsdk.spi.Transport
 * port} behind which the agent's process lives. The adapter that starts a command-line agent is found through
 * {@link java.util.ServiceLoader}; add the {@code sdk-transport} artifact to have it.
 */
module dev.agentsdk.core {
    requires transitive com.fasterxml.jackson.databind;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports dev.agentsdk;
    exports dev.agentsdk.builtin;
    exports dev.agentsdk.callback;
    exports dev.agentsdk.control;
    exports dev.agentsdk.dialog;
    exports dev.agentsdk.errors;
    exports dev.agentsdk.history;
    exports dev.agentsdk.hook;
    exports dev.agentsdk.json;
    exports dev.agentsdk.message;
    exports dev.agentsdk.options;
    exports dev.agentsdk.permission;
    exports dev.agentsdk.schema;
    exports dev.agentsdk.spi;
    exports dev.agentsdk.tool;

    uses dev.agentsdk.spi.TransportFactory;
}

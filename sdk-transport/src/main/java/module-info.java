/**
 * The agent as a child process: {@link dev.agentsdk.transport.SubprocessCliTransport}, and below it a process layer that
 * can be used alone, {@link dev.agentsdk.process}.
 */
@SuppressWarnings("requires-automatic") // the native layer is not modular; nothing of it is seen by users
module dev.agentsdk.transport {
    requires transitive dev.agentsdk.core;
    requires static transitive org.jspecify;
    requires org.jnrproject.constants;
    requires org.jnrproject.jffi;
    requires org.slf4j;

    exports dev.agentsdk.process;
    exports dev.agentsdk.transport;

    provides dev.agentsdk.spi.TransportFactory with
            dev.agentsdk.transport.SubprocessCliTransportFactory;
}

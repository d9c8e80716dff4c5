/** The agent as a child process: {@link dev.agentsdk.transport.SubprocessCliTransport}. */
module dev.agentsdk.transport {
    requires transitive dev.agentsdk.core;
    requires transitive dev.agentsdk.process;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports dev.agentsdk.transport;

    provides dev.agentsdk.spi.TransportFactory with
            dev.agentsdk.transport.SubprocessCliTransportFactory;
}

/** Serves MCP servers that are built with the official MCP Java SDK to agents: {@link dev.agentsdk.mcp}. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // the MCP SDK and Reactor are not modular
module dev.agentsdk.mcp {
    requires transitive dev.agentsdk.core;
    requires transitive io.modelcontextprotocol.sdk.mcp.core;
    requires transitive reactor.core;
    requires static transitive org.jspecify;
    requires org.slf4j;
    // Of what Reactor's classes implement, which its automatic module cannot say.
    requires org.reactivestreams;

    exports dev.agentsdk.mcp;
}

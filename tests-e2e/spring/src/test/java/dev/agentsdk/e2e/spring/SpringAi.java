package dev.agentsdk.e2e.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.AgentSession;
import dev.agentsdk.mcp.AgentTransportProvider;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.testing.InMemoryTransport;
import java.time.Duration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** An agent that uses the tools of an application with the starter of Spring AI, as docs/mcp.md describes it. */
final class SpringAi implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final InMemoryTransport transport = new InMemoryTransport();
    private final ConfigurableApplicationContext context;
    private final AgentSession session;
    private int asked;

    SpringAi(Class<?> application) {
        context = new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .run("--spring.ai.mcp.server.stdio=false", "--spring.main.banner-mode=off");
        session = AgentSession.open(AgentOptions.builder()
                .toolServer("calc", context.getBean(AgentTransportProvider.class))
                .transport(transport.factory())
                .build());
        transport.awaitSent(PATIENCE);
        call(
                "initialize",
                "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},"
                        + "\"clientInfo\":{\"name\":\"cli\",\"version\":\"1\"}}");
    }

    /** What the server says to a request of the agent. */
    JsonNode call(String method, String params) {
        String id = "cli-" + ++asked;
        transport.emit("{\"type\":\"control_request\",\"request_id\":\"" + id
                + "\",\"request\":{\"subtype\":\"mcp_message\",\"server_name\":\"calc\",\"message\":{\"jsonrpc\":\"2.0\",\"id\":"
                + asked + ",\"method\":\"" + method + "\",\"params\":" + params + "}}}");
        JsonNode response;
        do {
            response = transport.awaitSent(PATIENCE).tree().path("response");
        } while (!response.path("request_id").asText().equals(id));
        assertThat(response.path("subtype").asText()).as(response.toString()).isEqualTo("success");
        return response.at("/response/mcp_response");
    }

    /** The tool {@code add} of the application is offered, and adds. */
    void assertThatItAdds() {
        JsonNode tools = call("tools/list", "{}").at("/result/tools");
        assertThat(tools).hasSize(1);
        assertThat(tools.at("/0/name").asText()).isEqualTo("add");
        assertThat(tools.at("/0/description").asText()).isEqualTo("Adds two numbers");
        assertThat(tools.at("/0/inputSchema/properties/a/type").asText()).isEqualTo("integer");
        assertThat(call("tools/call", "{\"name\":\"add\",\"arguments\":{\"a\":2,\"b\":40}}")
                        .at("/result/content/0/text")
                        .asText())
                .isEqualTo("42");
    }

    @Override
    public void close() {
        session.close();
        context.close();
    }
}

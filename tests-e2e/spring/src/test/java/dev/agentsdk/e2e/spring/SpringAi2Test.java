package dev.agentsdk.e2e.spring;

import dev.agentsdk.mcp.AgentTransportProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.ai.mcp.annotation.McpTool;
import org.springframework.ai.mcp.annotation.McpToolParam;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;

/** The recipe of docs/mcp.md with Spring AI 2. */
@Timeout(120)
class SpringAi2Test {

    /** The application. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Calculator.class)
    static class Application {

        @Bean
        AgentTransportProvider agents() {
            return AgentTransportProvider.create();
        }
    }

    /** The tools. */
    @Component
    public static class Calculator {

        @McpTool(name = "add", description = "Adds two numbers")
        public int add(
                @McpToolParam(description = "the first") int a, @McpToolParam(description = "the second") int b) {
            return a + b;
        }
    }

    @Test
    void annotatedMethodsAreToolsOfAnAgent() {
        try (SpringAi agent = new SpringAi(Application.class)) {
            agent.assertThatItAdds();
        }
    }
}

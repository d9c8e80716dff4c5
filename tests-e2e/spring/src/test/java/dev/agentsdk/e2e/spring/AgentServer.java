package dev.agentsdk.e2e.spring;

import dev.agentsdk.AgentQuery;
import dev.agentsdk.AgentSession;
import dev.agentsdk.errors.AgentException;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.process.JvmExit;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.testing.FakeCli;
import dev.agentsdk.transport.SubprocessCliTransportFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A small web application whose requests ask the fake CLI. Spring's properties {@code agent.dir} (of the fake),
 * {@code agent.launcher}, {@code agent.turn}, {@code agent.exit} (a number of seconds, {@code application}, or nothing) and
 * {@code agent.shared} (whether there is a session for all requests) set it up. Its port is in the file {@code port} of
 * {@code agent.dir} when it is ready.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(AgentServer.Turns.class)
public class AgentServer {

    public static void main(String[] arguments) throws IOException {
        ConfigurableApplicationContext context = SpringApplication.run(AgentServer.class, arguments);
        Path dir = Path.of(context.getEnvironment().getRequiredProperty("agent.dir"));
        Path complete = Files.writeString(
                dir.resolve("port.new"), context.getEnvironment().getRequiredProperty("local.server.port"));
        Files.move(complete, dir.resolve("port"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Bean
    AgentOptions agentOptions(
            @Value("${agent.dir}") Path dir,
            @Value("${agent.launcher}") String launcher,
            @Value("${agent.turn}") String turn,
            @Value("${agent.exit:}") String exit) {
        SubprocessCliTransportFactory factory = new SubprocessCliTransportFactory()
                .withLauncher(launcher.equals("posix") ? ProcessLauncher.posix() : ProcessLauncher.jdk());
        factory = switch (exit) {
            case "" -> factory;
            case "application" -> factory.withJvmExit(JvmExit.leaveToApplication());
            default -> factory.withJvmExit(JvmExit.waitUpTo(Duration.ofSeconds(Long.parseLong(exit))));
        };
        return FakeCli.in(dir)
                .withSteps(dir.resolve("steps.sh"))
                .onTurn(turn)
                .options()
                .transport(factory)
                .versionCheck(false)
                .build();
    }

    /** Spring finds {@code close()} by itself and calls it when the context is closed. */
    @Bean
    @ConditionalOnProperty("agent.shared")
    AgentSession agentSession(AgentOptions options) {
        return AgentSession.open(options);
    }

    /** The controller. */
    @RestController
    static class Turns {

        private final AgentOptions options;
        private final List<AgentSession> shared;

        Turns(AgentOptions options, List<AgentSession> shared) {
            this.options = options;
            this.shared = shared;
        }

        /** One query. */
        @GetMapping(path = "/ask", produces = MediaType.TEXT_PLAIN_VALUE)
        ResponseEntity<String> ask() {
            return answer(this::query);
        }

        /** Two queries, one after the other. */
        @GetMapping(path = "/ask-twice", produces = MediaType.TEXT_PLAIN_VALUE)
        ResponseEntity<String> askTwice() {
            return answer(lines -> {
                query(lines);
                query(lines);
            });
        }

        /** A turn of the shared session. */
        @GetMapping(path = "/shared", produces = MediaType.TEXT_PLAIN_VALUE)
        ResponseEntity<String> shared() {
            return answer(lines -> {
                shared.get(0).send("hello");
                shared.get(0).receiveResponse().forEach(message -> add(message, lines));
            });
        }

        private void query(List<String> lines) {
            try (AgentQuery query = AgentQuery.start("hello", options)) {
                query.forEach(message -> add(message, lines));
            }
        }

        private static void add(Message message, List<String> lines) {
            if (message instanceof AssistantMessage text) {
                lines.add(text.text());
            } else if (message instanceof ResultMessage result) {
                lines.add("result " + result.result().orElse(""));
            }
        }

        private interface Work {
            void into(List<String> lines);
        }

        private static ResponseEntity<String> answer(Work work) {
            List<String> lines = new ArrayList<>();
            HttpStatus status = HttpStatus.OK;
            try {
                work.into(lines);
            } catch (AgentException e) {
                lines.add(e.getClass().getSimpleName() + ": " + e.getMessage());
                status = HttpStatus.SERVICE_UNAVAILABLE;
            }
            return ResponseEntity.status(status).body(String.join("\n", lines));
        }
    }
}

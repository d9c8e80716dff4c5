package dev.agentsdk.e2e.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Writes server-sent events. Fails with an {@link IOException} soon after the CLI has gone. */
final class EventWriter {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long HEARTBEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final OutputStream out;
    private final long pauseMillis;

    EventWriter(HttpExchange exchange, long pauseMillis) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        this.out = exchange.getResponseBody();
        this.pauseMillis = pauseMillis;
    }

    /** Writes an event, after the pause if there is one. An empty name is left out. */
    void event(String name, Object data) throws IOException {
        if (pauseMillis > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
        }
        StringBuilder event = new StringBuilder();
        if (!name.isEmpty()) {
            event.append("event: ").append(name).append('\n');
        }
        event.append("data: ")
                .append(data instanceof String text ? text : JSON.writeValueAsString(data))
                .append("\n\n");
        out.write(event.toString().getBytes(StandardCharsets.UTF_8));
        if (pauseMillis > 0) {
            out.flush();
        }
    }

    void flush() throws IOException {
        out.flush();
    }

    /**
     * Says nothing more, until the CLI has gone or the server is stopped. The heartbeat is how the server notices, and
     * keeps the CLI from taking the connection for dead.
     */
    void beSilent(String name, Map<String, ?> heartbeat) throws IOException {
        out.flush();
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(HEARTBEAT_NANOS);
            out.write((name.isEmpty()
                            ? ": silence\n\n"
                            : "event: " + name + "\ndata: " + JSON.writeValueAsString(heartbeat) + "\n\n")
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        throw new IOException("The model server is stopped.");
    }
}

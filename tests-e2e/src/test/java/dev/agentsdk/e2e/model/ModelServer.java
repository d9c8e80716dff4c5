package dev.agentsdk.e2e.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A model on loopback, for CLIs of both kinds: the Messages API ({@code POST /v1/messages}, streaming and plain, and
 * {@code count_tokens}) and OpenAI chat completions ({@code POST /v1/chat/completions}). It answers what the
 * {@link ModelScript} in the prompt says, and keeps what it was asked.
 */
public final class ModelServer implements AutoCloseable {

    static {
        // Without it an answer waits 40 ms for the acknowledgement of the one before.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOT_SCRIPTED = "Nobody has told me what to say.";

    /** How an API words its answers. */
    interface Dialect {
        /** The body of a failure. */
        Object error(int status);

        /** The body of a whole answer. */
        Object whole(ModelCall call, ModelReply reply);

        /** Writes an answer in events. */
        void stream(ModelCall call, ModelReply reply, EventWriter out) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final List<ModelCall> calls = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> failed = new ConcurrentHashMap<>();
    private final AtomicInteger silent = new AtomicInteger();

    /** Starts a server on a free port of the loopback address. */
    public ModelServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        AtomicInteger count = new AtomicInteger();
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "model-server-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        MessagesApi messages = new MessagesApi();
        server.createContext("/v1/messages", exchange -> serve(exchange, messages));
        server.createContext("/v1/messages/count_tokens", this::countTokens);
        ChatApi chat = new ChatApi();
        server.createContext("/v1/chat/completions", exchange -> serve(exchange, chat));
        server.start();
    }

    /** {@return the base URL, without a path} */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** {@return the calls so far} */
    public List<ModelCall> calls() {
        return List.copyOf(calls);
    }

    /** {@return the calls that a script has answered, without those that a CLI makes on its own account} */
    public List<ModelCall> scriptedCalls() {
        return calls.stream().filter(call -> call.script().isPresent()).toList();
    }

    /** Waits until a call has come; fails by the deadline. */
    public ModelCall awaitCall(String what, Duration patience, Predicate<ModelCall> wanted) {
        long start = System.nanoTime();
        synchronized (calls) {
            while (true) {
                for (ModelCall call : calls) {
                    if (wanted.test(call)) {
                        return call;
                    }
                }
                long left = patience.toNanos() - (System.nanoTime() - start);
                if (left <= 0) {
                    throw new AssertionError(
                            "Waited " + patience + " in vain for " + what + "; calls: " + calls.size());
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(calls, left);
                } catch (InterruptedException e) {
                    throw new AssertionError("Interrupted while waiting for " + what, e);
                }
            }
        }
    }

    private void serve(HttpExchange exchange, Dialect dialect) throws IOException {
        ModelCall call = ModelCall.of(exchange.getRequestURI().getPath(), body(exchange));
        synchronized (calls) {
            calls.add(call);
            calls.notifyAll();
        }
        ModelReply reply =
                call.script().map(script -> script.reply(call.index())).orElseGet(() -> ModelReply.text(NOT_SCRIPTED));
        if (fails(call, reply)) {
            if (reply.failureStatus() == 0) {
                throw new IOException("The script cuts the connection here.");
            }
            answer(exchange, reply.failureStatus(), dialect.error(reply.failureStatus()));
        } else if (call.streaming()) {
            stream(exchange, dialect, call, reply);
        } else {
            answer(exchange, 200, dialect.whole(call, reply));
        }
    }

    private void stream(HttpExchange exchange, Dialect dialect, ModelCall call, ModelReply reply) throws IOException {
        boolean silence = reply.ending() == ModelReply.Ending.SILENCE;
        if (silence) {
            silent.incrementAndGet();
        }
        try {
            dialect.stream(call, reply, new EventWriter(exchange, reply.pauseMillis()));
            exchange.close();
        } finally {
            if (silence) {
                silent.decrementAndGet();
            }
        }
    }

    /** {@return how many answers without an end are under way} */
    public int silent() {
        return silent.get();
    }

    private boolean fails(ModelCall call, ModelReply reply) {
        if (reply.failures() <= 0) {
            return reply.failures() < 0;
        }
        String key = call.script().orElseThrow().id() + "/" + call.index();
        return failed.computeIfAbsent(key, any -> new AtomicInteger()).getAndIncrement() < reply.failures();
    }

    private void countTokens(HttpExchange exchange) throws IOException {
        body(exchange);
        answer(exchange, 200, Map.of("input_tokens", 10));
    }

    private static JsonNode body(HttpExchange exchange) throws IOException {
        try (InputStream in = exchange.getRequestBody()) {
            return JSON.readTree(in);
        }
    }

    private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Cuts a text, but no character of it. */
    static List<String> pieces(String text, int chars) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = Math.min(text.length(), start + chars);
            if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                end++;
            }
            pieces.add(text.substring(start, end));
            start = end;
        }
        return pieces;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

package dev.agentsdk.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.internal.MessageParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The parser alone, by JMH: a line to a typed message, and to a tree. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ParseBenchmark {

    /** The length of the line. */
    @Param({"500", "1048576"})
    public int bytes = 500;

    private final ObjectMapper json = new ObjectMapper();
    private byte[] line = new byte[0];

    /**
     * Makes the line.
     *
     * @throws IOException if there is no room for it
     */
    @Setup
    public void setup() throws IOException {
        Path directory = Files.createTempDirectory("agent-sdk-benchmark");
        Path file = new ReplayCli(directory).assistantMessages("one", 1, bytes);
        byte[] all = Files.readAllBytes(file);
        line = Arrays.copyOf(all, new String(all, StandardCharsets.ISO_8859_1).indexOf('\n'));
        Files.delete(file);
        Files.delete(directory);
    }

    /**
     * To a record.
     *
     * @return the message
     */
    @Benchmark
    public Optional<Message> typed() {
        return MessageParser.parse(line);
    }

    /**
     * To a tree.
     *
     * @return the tree
     * @throws IOException never
     */
    @Benchmark
    public JsonNode tree() throws IOException {
        return json.readTree(line);
    }
}

package dev.agentsdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.verify;

import dev.agentsdk.internal.protocol.streamjson.ControlFrame;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.message.ContentBlock;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.SkippedLine;
import dev.agentsdk.message.UnknownMessage;
import dev.agentsdk.schema.JsonSchema;
import dev.agentsdk.schema.MisfitException;
import dev.agentsdk.schema.RecordShape;
import dev.agentsdk.spi.Transport;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.ArgumentCaptor;

/**
 * Each {@link JsonBombs bomb} in each place of a line, through all that this SDK does with a line: the router, the parser,
 * every accessor of what comes of it, and the raw JSON. A budget of CPU time for each, which other load does not touch.
 */
@Timeout(300)
@Tag("R-113")
class JsonBombsTest {

    /** For a line of about 200 kB; what is harmless takes a tenth of it, and the bombs took seconds to minutes. */
    private static final Duration BUDGET = Duration.ofSeconds(1);

    record Numbers(List<BigInteger> v) {}

    record Decimals(List<BigDecimal> v) {}

    record Counts(List<Integer> v) {}

    private static final List<String> LINES = List.of(
            "{'type':'result','subtype':'success','session_id':'s','num_turns':%s}",
            "{'num_turns':%s,'type':'result','total_cost_usd':1}",
            "{'type':'result','duration_ms':%1$s,'duration_api_ms':%1$s,'total_cost_usd':%1$s,'usage':{'input_tokens':%1$s},"
                    + "'api_error_status':%1$s,'structured_output':%1$s,'modelUsage':{'m':%1$s}}",
            "{'type':'assistant','message':{'id':'m','model':'m','usage':{'output_tokens':%1$s},'content':"
                    + "[{'type':'tool_use','id':'t','name':'Bash','input':{'v':%1$s}},{'type':'new','v':%1$s}]}}",
            "{'type':'user','message':{'content':[{'type':'tool_result','tool_use_id':'t','content':%1$s}]},"
                    + "'tool_use_result':%1$s}",
            "{'type':'stream_event','event':{'type':'content_block_delta','index':%1$s,'delta':{'type':%1$s}},"
                    + "'ttft_ms':%1$s}",
            "{'type':'system','subtype':'init','tools':%1$s,'mcp_servers':%1$s,'n':%1$s}",
            "{'type':'system','subtype':'task_started','task_id':%1$s,'usage':%1$s}",
            "{'type':'system','subtype':'api_retry','attempt':%1$s,'retry_delay_ms':%1$s}",
            "{'type':'rate_limit_event','rate_limit_info':{'resetsAt':%1$s,'utilization':%1$s}}",
            "{'type':'tool_progress','elapsed_time_seconds':%1$s}",
            "{'type':'new','v':%s}");

    static Stream<Arguments> messages() {
        return JsonBombs.values().entrySet().stream()
                .flatMap(bomb -> LINES.stream().map(line -> Arguments.of(bomb.getKey(), line, bomb.getValue())));
    }

    static Stream<Arguments> bombs() {
        return JsonBombs.values().entrySet().stream().map(bomb -> Arguments.of(bomb.getKey(), bomb.getValue()));
    }

    static Stream<Arguments> unreadable() {
        return JsonBombs.unreadable().entrySet().stream().map(bomb -> Arguments.of(bomb.getKey(), bomb.getValue()));
    }

    @BeforeAll
    static void warmUp() throws Exception {
        byte[] line = JsonBombs.bytes(JsonText.json("{'type':'new','v':[1,2.5,{'a':'b'}]}"));
        for (int i = 0; i < 100; i++) {
            readAll(take(line));
        }
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("messages")
    void aMessageCostsItsLengthAndIsRead(String what, String pattern, String bomb) throws Exception {
        byte[] line = JsonBombs.bytes(JsonText.json(pattern).formatted(bomb));

        Message message = within(BUDGET, () -> {
            Message taken = take(line);
            readAll(taken);
            return taken;
        });

        assertThat(message).isNotInstanceOf(SkippedLine.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void aRequestCostsItsLengthAndArrives(String what, String bomb) throws Exception {
        for (String pattern : List.of(
                "{'type':'control_request','request_id':'r1','request':{'subtype':'can_use_tool','input':{'v':%s}}}",
                "{'v':%s,'request':{'subtype':'x'},'request_id':'r1','type':'control_request'}",
                "{'type':'control_response','response':{'request_id':'q','pending_permission_requests':["
                        + "{'request_id':'r1','request':{'subtype':'x','v':%s}}]}}")) {
            RouterFixture fixture = new RouterFixture(64 << 20, 64 << 20);
            byte[] line = JsonBombs.bytes(JsonText.json(pattern).formatted(bomb));

            within(BUDGET, () -> {
                fixture.line(line);
                ArgumentCaptor<ControlFrame> frame = ArgumentCaptor.forClass(ControlFrame.class);
                verify(fixture.sink, atLeastOnce()).onRequest(frame.capture(), eq(false));
                readAll(frame.getValue().body());
                return frame.getValue();
            });

            verify(fixture.sink).onRequest(any(), anyBoolean());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void whatCannotBeReadIsReportedAndCostsItsLength(String what, String bomb) throws Exception {
        for (String pattern : LINES) {
            byte[] line = JsonBombs.bytes(JsonText.json(pattern).formatted(bomb, bomb));

            Message message = within(BUDGET, () -> take(line));

            assertThat(message).isInstanceOf(SkippedLine.class);
        }
    }

    static Stream<Arguments> collisions() {
        return JsonBombs.collisions().entrySet().stream().map(bomb -> Arguments.of(bomb.getKey(), bomb.getValue()));
    }

    /** Such names may be refused; what comes after them may not. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("collisions")
    void namesOfOneHashCostTheirLengthAndSpoilNoLaterLine(String what, String bomb) throws Exception {
        byte[] harmless = JsonBombs.bytes(
                JsonText.json("{'type':'new','v':" + JsonBombs.values().get("many names") + "}"));

        for (String pattern : LINES) {
            byte[] line = JsonBombs.bytes(JsonText.json(pattern).formatted(bomb));
            Message message = within(BUDGET, () -> take(line));
            assertThat(message).isNotNull();
            if (!(message instanceof SkippedLine)) {
                within(BUDGET, () -> {
                    readAll(message);
                    return message;
                });
            }
            assertThat(take(harmless)).isInstanceOf(UnknownMessage.class);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void theArgumentsOfAToolCostTheirLength(String what, String bomb) throws Exception {
        RawJson arguments = RawJson.of("{\"v\":" + bomb + "}");
        JsonSchema schema = JsonSchema.of("{\"type\":\"object\",\"properties\":{\"v\":{\"type\":\"array\","
                + "\"items\":{\"type\":\"integer\",\"enum\":[1,2.0,3e5]}}}}");

        for (Class<?> type : List.of(Numbers.class, Decimals.class, Counts.class)) {
            RecordShape<?> shape = RecordShape.of(type);
            within(BUDGET, () -> readOrRefused(shape, arguments));
        }
        within(BUDGET, () -> schema.problems(arguments));
        within(BUDGET, () -> {
            try {
                return arguments.as(Numbers.class);
            } catch (IllegalArgumentException e) {
                return e;
            }
        });
    }

    private static Object readOrRefused(RecordShape<?> shape, RawJson arguments) {
        try {
            return shape.read(arguments);
        } catch (MisfitException e) {
            return e.problems();
        }
    }

    /** Through the router and the queue, as from a transport. */
    private static Message take(byte[] line) throws Exception {
        RouterFixture fixture = new RouterFixture(64 << 20, 64 << 20);
        fixture.line(line);
        fixture.queue.end();
        MessageSource source = new MessageSource(
                fixture.queue,
                new Counters(),
                new EndState(org.mockito.Mockito.mock(Transport.class), fixture.router),
                () -> {});
        MessageSource.Taken taken = source.next(TimeLimit.NONE);
        assertThat(taken).isNotNull();
        return taken.message();
    }

    /** Calls all that an application can call without arguments, of the value and of what comes of that. */
    private static void readAll(Object value) throws Exception {
        if (value instanceof RawJson raw) {
            raw.tree();
            raw.text();
            assertThat(raw.hashCode()).isEqualTo(raw.hashCode());
            raw.as(Object.class);
            Json.encode(Map.of("v", raw));
            return;
        }
        if (value instanceof Optional<?> optional) {
            optional.ifPresent(JsonBombsTest::readAllOrThrow);
            return;
        }
        if (value instanceof Collection<?> many) {
            many.stream().limit(1_000).forEach(JsonBombsTest::readAllOrThrow);
            return;
        }
        if (!(value instanceof Message) && !(value instanceof ContentBlock) && !(value instanceof Record)) {
            return;
        }
        assertThat(value.hashCode()).isEqualTo(value.hashCode());
        assertThat(value.toString()).isNotNull();
        for (Method method : value.getClass().getMethods()) {
            if (method.getParameterCount() == 0
                    && !Modifier.isStatic(method.getModifiers())
                    && method.getDeclaringClass() != Object.class) {
                readAll(method.invoke(value));
            }
        }
    }

    private static void readAllOrThrow(Object value) {
        try {
            readAll(value);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private interface Work<T> {
        T run() throws Exception;
    }

    /** The least of up to three runs: the first one pays for the compiler of the JVM too. */
    private static <T> T within(Duration budget, Work<T> work) throws Exception {
        Duration least = Duration.ofDays(1);
        T result;
        int runs = 0;
        do {
            Duration before = CpuTime.now();
            result = work.run();
            Duration took = CpuTime.now().minus(before);
            least = took.compareTo(least) < 0 ? took : least;
        } while (++runs < 3 && least.compareTo(budget) >= 0);
        assertThat(least).as("CPU time").isLessThan(budget);
        return result;
    }
}

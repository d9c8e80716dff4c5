package dev.agentsdk.internal.session;

import static dev.agentsdk.internal.session.JsonText.json;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import dev.agentsdk.message.SkippedLine;
import dev.agentsdk.message.SkippedLine.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which lines become entries of the queue, and as what. */
@Tag("R-54")
class FrameRouterLinesTest {

    private final RouterFixture fixture = new RouterFixture();

    private static String text(MessageQueue.Entry entry) {
        return new String(entry.line(), StandardCharsets.UTF_8);
    }

    @Test
    void queuesMessagesInOrderWithTheirTypes() throws InterruptedException {
        List<String> lines = List.of(
                "{'type':'system','subtype':'init'}",
                "{'type':'assistant'}",
                "{'message':{},'type':'user'}",
                "{'type':'stream_event'}",
                "{'subtype':'success','type':'result'}",
                "{'type':'rate_limit_event'}");
        lines.forEach(fixture::line);

        List<MessageQueue.Entry> entries = fixture.entries();
        assertThat(entries)
                .extracting(FrameRouterLinesTest::text)
                .isEqualTo(lines.stream().map(JsonText::json).toList());
        assertThat(entries)
                .extracting(MessageQueue.Entry::type)
                .containsExactly("system", "assistant", "user", "stream_event", "result", "rate_limit_event");
        verify(fixture.sink).onSessionNews(any());
        verifyNoMoreInteractions(fixture.sink);
    }

    @Test
    void countsMessagesAndTheirBytes() {
        fixture.line("{'type':'a'}");
        fixture.line("{'type':'\u20ac'}");

        assertThat(fixture.statistics().messages()).isEqualTo(2);
        assertThat(fixture.statistics().bytes()).isEqualTo(12 + 14);
        assertThat(fixture.statistics().controlFrames()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'type':null}", "{'type':5}", "{'a':{'type':'result'}}", "{broken", "{", "{'type':"})
    void aLineWithoutTypeOrWithoutJsonIsLeftToTheConsumer(String line) throws InterruptedException {
        fixture.line(line);

        assertThat(fixture.entries()).singleElement().satisfies(entry -> {
            assertThat(text(entry)).isEqualTo(json(line));
            assertThat(entry.type()).isEmpty();
            assertThat(entry.notice()).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[SandboxDebug] hello",
                "warning",
                "'{}'",
                "[]",
                "[{}]",
                "null",
                "42",
                "\u00e4{}",
                "\u0000{}",
                "}{"
            })
    void aLineThatDoesNotLookLikeAnObjectIsOnlyCounted(String line) throws InterruptedException {
        fixture.line(line);
        fixture.line(line);

        assertThat(fixture.statistics().noiseLines()).isEqualTo(2);
        assertThat(fixture.statistics().messages()).isZero();
        assertThat(fixture.entries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r", "\t \r"})
    void anEmptyLineIsNothing(String line) throws InterruptedException {
        fixture.line(line);
        fixture.router.onUnterminatedLine(line.getBytes(StandardCharsets.UTF_8));

        assertThat(fixture.statistics()).isEqualTo(new Counters().snapshot(0, 0));
        assertThat(fixture.entries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s\r", " %s", "\t%s  ", "\r%s \r", "\ufeff%s", "\ufeff%s\r"})
    void blanksCarriageReturnsAndAByteOrderMarkAroundAnObjectAreNotPartOfIt(String around) throws InterruptedException {
        fixture.line(around.formatted("{'type':'user', 'a':' \r\\n'}"));

        assertThat(fixture.entries()).singleElement().satisfies(entry -> {
            assertThat(text(entry)).isEqualTo(json("{'type':'user', 'a':' \r\\n'}"));
            assertThat(entry.type()).isEqualTo("user");
        });
        assertThat(fixture.statistics().noiseLines()).isZero();
    }

    @Test
    void aByteOrderMarkAloneIsNoObject() throws InterruptedException {
        fixture.line("\ufeff");
        fixture.line("\ufeff[]");

        assertThat(fixture.entries()).isEmpty();
        assertThat(fixture.statistics().noiseLines()).isEqualTo(2);
    }

    @Test
    void readsOnlyItsPartOfTheBuffer() throws InterruptedException {
        byte[] buffer = jsonBytes("{'type':'a'}{'type':'b'}{'type':'c'}");

        fixture.router.onLine(buffer, 12, 12);

        assertThat(fixture.entries()).extracting(MessageQueue.Entry::type).containsExactly("b");
    }

    @Test
    @Tag("R-48")
    void anUnterminatedLineThatIsWholeIsALine() throws InterruptedException {
        fixture.router.onUnterminatedLine(jsonBytes(" {'subtype':'success','type':'result'}\r"));

        assertThat(fixture.entries())
                .singleElement()
                .returns("result", MessageQueue.Entry::type)
                .returns(json("{'subtype':'success','type':'result'}"), FrameRouterLinesTest::text);
    }

    @Test
    void anUnterminatedAnswerThatIsWholeIsAnAnswer() {
        PendingRequests.Pending request = fixture.pending.register("mcp_status");

        fixture.router.onUnterminatedLine(
                jsonBytes("{'type':'control_response','response':{'request_id':'" + request.id() + "'}}"));

        assertThat(request.answer()).isCompleted();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {'type':'result'
                    {'type':'result','subtype':'succ
                    {'type':'control_response','response':{'subtype':'success'
                    {'type':'user'} {'type'
                    {
                    """)
    @Tag("R-47")
    void anUnterminatedLineThatIsCutOffIsReportedAsTruncated(String line) throws InterruptedException {
        fixture.router.onUnterminatedLine(jsonBytes(line));

        assertThat(fixture.entries())
                .singleElement()
                .returns(
                        new SkippedLine(Reason.TRUNCATED, jsonBytes(line).length, json(line)),
                        MessageQueue.Entry::notice);
        assertThat(fixture.statistics().malformedLines()).isEqualTo(1);
        assertThat(fixture.router.lastResult()).isNull();
    }

    @Test
    void everyBeginningOfAMessageIsTruncatedAndNoBeginningIsAMessage() throws InterruptedException {
        byte[] line = jsonBytes("{'type':'user','message':{'content':'\u20ac'}}");
        for (int length = 1; length < line.length; length++) {
            fixture.router.onUnterminatedLine(Arrays.copyOf(line, length));
        }

        assertThat(fixture.entries())
                .hasSize(line.length - 1)
                .allSatisfy(entry -> assertThat(entry.notice().reason()).isEqualTo(Reason.TRUNCATED));
    }

    @Test
    void anUnterminatedLineThatIsNoObjectIsNoise() throws InterruptedException {
        fixture.router.onUnterminatedLine(jsonBytes("Segmentation faul"));

        assertThat(fixture.statistics().noiseLines()).isEqualTo(1);
        assertThat(fixture.entries()).isEmpty();
    }

    @Test
    void theHeadOfASkippedLineIsShort() throws InterruptedException {
        String line = "{'type':'user','a':'" + "x".repeat(10_000);
        fixture.router.onUnterminatedLine(jsonBytes(line));

        SkippedLine notice = fixture.entries().get(0).notice();
        assertThat(notice.size()).isEqualTo(10_020);
        assertThat(notice.head()).isEqualTo(json(line).substring(0, 200));
    }

    @Test
    void anOversizeLineIsReportedInItsPlaceAndToTheSink() throws InterruptedException {
        SkippedLine notice = new SkippedLine(Reason.OVERSIZE, 17_000_000_000L, json("{'type'"));
        fixture.line("{'type':'a'}");
        fixture.router.onOversizeLine(17_000_000_000L, jsonBytes("{'type'"));
        fixture.line("{'type':'b'}");

        assertThat(fixture.entries())
                .extracting(MessageQueue.Entry::type)
                .containsExactly("a", "sdk_skipped_line", "b");
        assertThat(fixture.statistics().oversizeLines()).isEqualTo(1);
        verify(fixture.sink).onOversize(notice);
    }

    @Test
    void stderrAndTheEndGoToTheSink() throws InterruptedException {
        fixture.router.onStderrLine("warning");
        fixture.router.onEnd();

        verify(fixture.sink).onStderr("warning");
        verify(fixture.sink).onEnd();
        verifyNoMoreInteractions(fixture.sink);
        assertThat(fixture.entries()).isEmpty();
    }
}

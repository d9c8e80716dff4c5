package dev.agentsdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.agentsdk.errors.ControlException;
import dev.agentsdk.internal.protocol.streamjson.BrokenFrame;
import dev.agentsdk.internal.protocol.streamjson.RequestId;
import dev.agentsdk.internal.protocol.streamjson.UnreadableRequest;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The id of a request that cannot be read. */
@Tag("R-120")
class BrokenFrameTest {

    private static final String DEEP = "[".repeat(600) + "]".repeat(600);

    private static String id(String singleQuoted) {
        return BrokenFrame.text(JsonText.jsonBytes(singleQuoted), "request_id");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'request_id':'r1'} | r1",
                "{ 'request_id' : 'r1' , | r1",
                "{'a':[[{'request_id':'no'}]],'request_id':'r1' | r1",
                "{'a':{'request_id':'no'},'request_id':'r1'} | r1",
                "{'request_id':'r1','request_id':'r2'} | r2",
                "{'a':'\\'request_id\\':\\'no\\'','request_id':'r1' | r1",
                "{'a':'request_id','request_id':'r\\u0031' | r1",
                "{'request_id':'r1','a':nul,'b':}}}}} | r1",
            })
    void isFoundWhereAParserWouldFindIt(String line, String expected) {
        assertThat(id(line)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{'request_id'",
                "{'request_id':",
                "{'request_id':'r1",
                "{'request_id':'r1\\",
                "{'request_id':7}",
                "{'request_id':null}",
                "{'request_id':['r1']}",
                "{'a':{'request_id':'no'}}",
                "['request_id','r1']",
                "'request_id':'r1'"
            })
    void isNotMadeUp(String line) {
        assertThat(id(line)).isNull();
    }

    @Test
    void inAResponseItStandsOneLevelDeeper() {
        byte[] line = JsonText.jsonBytes(
                "{'request_id':'no','x':{'request_id':'no'},'response':{'request_id':'q1','response':" + DEEP + "}}");

        assertThat(BrokenFrame.text(line, "response", "request_id")).isEqualTo("q1");
    }

    @Test
    void anIdOfAMegabyteIsNoneThatIsAnswered() {
        assertThat(id("{'request_id':'" + "x".repeat(1 << 20) + "'")).isNull();
    }

    @Test
    void anyBytesAreWithstood() {
        Random random = new Random(120);
        byte[] alphabet = JsonText.jsonBytes("{}[]'\\:,request_id r1\u00e4");
        for (int i = 0; i < 20_000; i++) {
            byte[] line = new byte[random.nextInt(60)];
            for (int j = 0; j < line.length; j++) {
                line[j] = alphabet[random.nextInt(alphabet.length)];
            }
            BrokenFrame.text(line, "request_id");
            BrokenFrame.text(line, "r", "i");
            BrokenFrame.text(line, "r", "i", "t");
        }
    }

    @Test
    void theFieldsOfAHookAreFoundAtTheirPlacesAlone() {
        String decoy = "'subtype':'no','callback_id':'no','hook_event_name':'no','tool_use_id':'no'";
        UnreadableRequest request = UnreadableRequest.of(JsonText.jsonBytes("{'type':'control_request','x':{" + decoy
                + "},'request_id':'r1','request':{'subtype':'hook_callback','callback_id':'hook_0','y':[{" + decoy
                + "}],'input':{'hook_event_name':'PreToolUse','tool_input':{" + decoy + ",'input':{" + decoy + "},'z':"
                + DEEP + "}},'tool_use_id':'t1'},'w':{'input':{" + decoy + "}}}"));

        assertThat(request)
                .isEqualTo(new UnreadableRequest(
                        RequestId.of("r1"), "hook_callback", "hook_0", "PreToolUse", "t1"));
    }

    @Test
    void aLineOverTheLimitHasThePartsOfItsBeginning() {
        RouterFixture fixture = new RouterFixture();

        fixture.router.onOversizeLine(
                20_000_000,
                JsonText.jsonBytes("{'type':'control_request','request_id':'r1','request':{'subtype':'hook_callback',"
                        + "'callback_id':'hook_0','input':{'session_id':'s"));

        verify(fixture.sink)
                .onUnreadableRequest(
                        new UnreadableRequest(RequestId.of("r1"), "hook_callback", "hook_0", null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'control_request','request_id':'r1','request':{'subtype':'can_use_tool','input':%s}}",
                "{'request':{'subtype':'can_use_tool','input':%s},'request_id':'r1','type':'control_request'}",
                "{'type':'control_request','request':%s,'request_id':'r1'}"
            })
    void aRequestThatIsTooDeepIsGivenOnByItsId(String pattern) throws InterruptedException {
        RouterFixture fixture = new RouterFixture();

        fixture.line(pattern.formatted(DEEP));

        verify(fixture.sink).onUnreadableRequest(argThat(request -> request.id().equals(RequestId.of("r1"))));
        verify(fixture.sink, never()).onRequest(any(), anyBoolean());
        assertThat(fixture.statistics().malformedLines()).isEqualTo(1);
        assertThat(fixture.entries()).hasSize(1);
    }

    @Test
    void aWithdrawalThatCannotBeReadIsNotCarriedOut() {
        RouterFixture fixture = new RouterFixture();

        fixture.line("{'type':'control_cancel_request','request_id':'r1','x':" + DEEP + "}");

        verify(fixture.sink, never()).onUnreadableRequest(any());
        verify(fixture.sink, never()).onRequest(any(), anyBoolean());
    }

    @Test
    void anAnswerThatCannotBeReadFailsTheRequestAtOnce() {
        RouterFixture fixture = new RouterFixture();
        PendingRequests.Pending request = fixture.pending.register("mcp_status");

        fixture.line("{'type':'control_response','response':{'subtype':'success','request_id':'" + request.id()
                + "','response':" + DEEP + "}}");

        assertThat(request.answer())
                .isCompletedExceptionally()
                .failsWithin(Background.PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .asInstanceOf(InstanceOfAssertFactories.type(ControlException.class))
                .satisfies(e -> assertThat(e).hasMessageContaining("cannot be read"));
    }

    @Test
    void charactersBeyondAsciiAreKept() {
        byte[] line = JsonText.json("{'a':'\u00e4','request_id':'gr\u00fcn'").getBytes(StandardCharsets.UTF_8);

        assertThat(BrokenFrame.text(line, "request_id")).isEqualTo("gr\u00fcn");
    }
}

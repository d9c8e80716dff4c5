package dev.agentsdk.internal.session;

import static dev.agentsdk.internal.session.JsonText.json;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.agentsdk.errors.ControlException;
import dev.agentsdk.internal.protocol.streamjson.ControlFrame;
import dev.agentsdk.internal.protocol.streamjson.RequestId;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.SkippedLine;
import dev.agentsdk.message.SkippedLine.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the lines of the control protocol go. */
class FrameRouterControlTest {

    private final RouterFixture fixture = new RouterFixture();

    private static ControlException errorOf(PendingRequests.Pending request) {
        assertThat(request.answer()).isCompletedExceptionally();
        Throwable thrown = catchThrowable(() -> request.answer().get());
        assertThat(thrown).isInstanceOf(ExecutionException.class);
        assertThat(thrown.getCause()).isInstanceOf(ControlException.class);
        return (ControlException) thrown.getCause();
    }

    @Test
    void anAnswerGoesToTheRequestThatWaitsForIt() throws Exception {
        PendingRequests.Pending first = fixture.pending.register("set_model");
        PendingRequests.Pending second = fixture.pending.register("mcp_status");

        fixture.line("{'type':'control_response','response':{'subtype':'success','request_id':'" + second.id()
                + "','response':{ 'mcpServers' : [] }}}");

        assertThat(first.answer()).isNotDone();
        assertThat(second.answer().get().text()).isEqualTo(json("{ 'mcpServers' : [] }"));
        assertThat(fixture.statistics().controlFrames()).isEqualTo(1);
        assertThat(fixture.entries()).isEmpty();
        verifyNoInteractions(fixture.sink);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",'response':null", ",'response':{}"})
    void anAnswerWithoutContentIsAnEmptyObject(String field) throws Exception {
        PendingRequests.Pending request = fixture.pending.register("interrupt");

        fixture.line("{'response':{'request_id':'" + request.id() + "','subtype':'success'" + field
                + "},'type':'control_response'}");

        assertThat(request.answer().get()).isEqualTo(RawJson.of("{}"));
    }

    @Test
    void anErrorFailsTheRequestThatWaitsForIt() {
        PendingRequests.Pending request = fixture.pending.register("set_model");

        fixture.line("{'type':'control_response','response':{'subtype':'error','request_id':'" + request.id()
                + "','error':'no such model','error_code':'bad_model'}}");

        ControlException error = errorOf(request);
        assertThat(error).hasMessage("no such model");
        assertThat(error.subtype()).isEqualTo("set_model");
        assertThat(error.requestId()).isEqualTo(request.id());
        assertThat(error.errorCode()).contains("bad_model");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",'error':null", ",'error':{'text':'x'}"})
    void anErrorWithoutTextSaysSo(String field) {
        PendingRequests.Pending request = fixture.pending.register("set_model");

        fixture.line("{'type':'control_response','response':{'subtype':'error','request_id':'" + request.id() + "'"
                + field + "}}");

        assertThat(errorOf(request)).hasMessage("The agent gave no reason.");
        assertThat(errorOf(request).errorCode()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'control_response','response':{'subtype':'success','request_id':'req_9_0badcafe'}}",
                "{'type':'control_response','response':{'subtype':'success','request_id':5}}",
                "{'type':'control_response','response':{}}",
                "{'type':'control_response'}"
            })
    void anAnswerThatNobodyWaitsForIsOnlyCounted(String line) throws InterruptedException {
        PendingRequests.Pending request = fixture.pending.register("interrupt");

        fixture.line(line);

        assertThat(fixture.statistics().strayAnswers()).isEqualTo(1);
        assertThat(fixture.statistics().controlFrames()).isEqualTo(1);
        assertThat(request.answer()).isNotDone();
        assertThat(fixture.entries()).isEmpty();
    }

    @Test
    void ofTwoAnswersToARequestTheFirstCounts() throws Exception {
        PendingRequests.Pending request = fixture.pending.register("interrupt");
        String answer = "{'type':'control_response','response':{'request_id':'" + request.id() + "','response':[%s]}}";

        fixture.line(answer.formatted(1));
        fixture.line(answer.formatted(2));

        assertThat(request.answer().get().text()).isEqualTo("[1]");
        assertThat(fixture.statistics().strayAnswers()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'control_response','response':'x'}",
                "{'type':'control_response','response':null}",
                "{'type':'control_response','response':{'request_id':'req_1'",
                "{'type':'control_response','response':{}}{}",
                "{'type':'control_request','request_id':nul}",
                "{'type':'control_cancel_request'"
            })
    void aMalformedFrameIsReportedInItsPlace(String line) throws InterruptedException {
        fixture.line(line);

        assertThat(fixture.statistics().malformedLines()).isEqualTo(1);
        assertThat(fixture.entries())
                .singleElement()
                .returns(
                        new SkippedLine(Reason.MALFORMED, jsonBytes(line).length, json(line)),
                        MessageQueue.Entry::notice);
        verify(fixture.sink, never()).onRequest(any(), anyBoolean());
    }

    @Test
    void malformedUtf8InAnAnswerIsRepairedAndCounted() throws Exception {
        PendingRequests.Pending request = fixture.pending.register("mcp_status");

        fixture.line(json("{'type':'control_response','response':{'request_id':'" + request.id()
                        + "','response':'gr\u00fcn'}}")
                .getBytes(StandardCharsets.ISO_8859_1));

        assertThat(request.answer().get().text()).isEqualTo("\"gr\ufffdn\"");
        assertThat(fixture.statistics().repairedLines()).isEqualTo(1);
        assertThat(fixture.statistics().malformedLines()).isZero();
    }

    @Test
    void malformedUtf8InARequestIsRepairedAndCounted() {
        fixture.line(json("{'type':'control_request','request_id':'cli-1','request':{'a':'\u00fc'}}")
                .getBytes(StandardCharsets.ISO_8859_1));

        verify(fixture.sink)
                .onRequest(
                        new ControlFrame(
                                RequestId.of("cli-1"), null, RawJson.of(json("{'a':'\ufffd'}")), null, null, List.of()),
                        false);
        assertThat(fixture.statistics().repairedLines()).isEqualTo(1);
    }

    @Test
    void theAgentsRequestsGoToTheSink() throws InterruptedException {
        fixture.line("{'type':'control_request','request_id':'cli-1','request':{'subtype':'can_use_tool'}}");

        verify(fixture.sink)
                .onRequest(
                        new ControlFrame(
                                RequestId.of("cli-1"),
                                "can_use_tool",
                                RawJson.of(json("{'subtype':'can_use_tool'}")),
                                null,
                                null,
                                List.of()),
                        false);
        assertThat(fixture.statistics().controlFrames()).isEqualTo(1);
        assertThat(fixture.entries()).isEmpty();
    }

    @Test
    void whatTheAgentTakesBackGoesToTheSink() {
        fixture.line("{'request_id':'cli-1','type':'control_cancel_request'}");

        verify(fixture.sink)
                .onRequest(
                        new ControlFrame(RequestId.of("cli-1"), null, RawJson.of("{}"), null, null, List.of()), true);
        assertThat(fixture.statistics().controlFrames()).isEqualTo(1);
    }

    @Test
    void aSignOfLifeIsOnlyCounted() throws InterruptedException {
        fixture.line("{'type':'keep_alive'}");
        fixture.line("{'more':1,'type':'keep_alive'}");

        assertThat(fixture.statistics().controlFrames()).isEqualTo(2);
        assertThat(fixture.entries()).isEmpty();
        verifyNoInteractions(fixture.sink);
    }

    @Test
    void requestsAreGivenUpWhenTheMessagesBeforeTheirAnswersPassTheHardBound() {
        RouterFixture small = new RouterFixture(500, 2_000);
        List<PendingRequests.Pending> waiting =
                List.of(small.pending.register("interrupt"), small.pending.register("set_model"));
        String message = "{'type':'assistant','a':'" + "x".repeat(500) + "'}";

        small.line(message);
        small.line(message);
        small.line(message);
        assertThat(waiting).noneMatch(request -> request.answer().isDone());
        small.line(message);

        assertThat(waiting).allSatisfy(request -> {
            ControlException error = errorOf(request);
            assertThat(error.errorCode()).contains("sdk_buffer_full");
            assertThat(error.requestId()).isEqualTo(request.id());
            assertThat(error)
                    .hasMessageStartingWith("The answer to " + request.subtype() + " was given up")
                    .hasMessageContaining("SessionLimits.hardBufferBytes");
        });
    }

    @Test
    void noMessageIsLostWhenRequestsAreGivenUp() throws InterruptedException {
        RouterFixture small = new RouterFixture(500, 1_000);
        PendingRequests.Pending request = small.pending.register("interrupt");
        for (int i = 0; i < 10; i++) {
            small.line("{'type':'assistant','i':" + i + ",'a':'" + "x".repeat(500) + "'}");
        }

        assertThat(request.answer()).isCompletedExceptionally();
        assertThat(small.entries()).hasSize(10);
        assertThat(small.statistics().droppedAtClose()).isZero();
    }
}

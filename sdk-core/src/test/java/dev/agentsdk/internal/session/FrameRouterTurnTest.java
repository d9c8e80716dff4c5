package dev.agentsdk.internal.session;

import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a turn is taken to run: what close() interrupts. */
class FrameRouterTurnTest {

    private static final String RESULT = "{'subtype':'success','type':'result'}";

    private final RouterFixture fixture = new RouterFixture();

    @Test
    void noTurnRunsAtTheBeginning() {
        assertThat(fixture.runs.turnRunning()).isFalse();
        assertThat(fixture.router.lastResult()).isNull();
    }

    @Test
    void aTurnRunsFromTheUserMessageToTheResult() {
        fixture.runs.userMessage(null, false);
        assertThat(fixture.runs.turnRunning()).isTrue();

        fixture.line("{'type':'system','subtype':'init'}");
        fixture.line("{'type':'assistant'}");
        assertThat(fixture.runs.turnRunning()).isTrue();

        fixture.line(RESULT);
        assertThat(fixture.runs.turnRunning()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"assistant", "user", "stream_event"})
    void workInTheBackgroundBeginsATurnOfItsOwn(String type) {
        fixture.runs.userMessage(null, false);
        fixture.line(RESULT);

        fixture.line("{'message':{},'type':'" + type + "'}");

        assertThat(fixture.runs.turnRunning()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'system','subtype':'init'}",
                "{'type':'rate_limit_event'}",
                "{'type':'keep_alive'}",
                "{'type':'control_response','response':{}}",
                "{'type':'control_request','request_id':'1','request':{}}",
                "{'a':{'type':'assistant'}}",
                "assistant",
                "{broken"
            })
    void anythingElseBeginsAndEndsNoTurn(String line) {
        fixture.line(line);
        assertThat(fixture.runs.turnRunning()).isFalse();

        fixture.runs.userMessage(null, false);
        fixture.line(line);
        assertThat(fixture.runs.turnRunning()).isTrue();
    }

    @Test
    void anUnterminatedResultEndsTheTurnAndATruncatedOneDoesNot() {
        fixture.runs.userMessage(null, false);
        fixture.router.onUnterminatedLine(jsonBytes("{'type':'result','sub"));
        assertThat(fixture.runs.turnRunning()).isTrue();

        fixture.router.onUnterminatedLine(jsonBytes(RESULT));
        assertThat(fixture.runs.turnRunning()).isFalse();
    }

    @Test
    void theNewestResultIsKept() {
        fixture.line("{'type':'result','subtype':'first'}");
        fixture.line("{'type':'result','subtype':'second'}");
        fixture.line("{'type':'assistant'}");

        assertThat(fixture.router.lastResult()).isEqualTo(jsonBytes("{'type':'result','subtype':'second'}"));
    }
}

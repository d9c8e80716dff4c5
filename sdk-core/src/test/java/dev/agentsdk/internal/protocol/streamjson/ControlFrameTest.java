package dev.agentsdk.internal.protocol.streamjson;

import static dev.agentsdk.internal.session.JsonText.json;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.json.RawJson;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlFrameTest {

    private static RawJson raw(String singleQuoted) {
        return RawJson.of(json(singleQuoted));
    }

    @Test
    void readsAnAnswer() throws IOException {
        assertThat(ControlFrame.response(jsonBytes("{'type':'control_response','response':{'subtype':'success',"
                        + "'request_id':'req_1','response':{ 'a' : [1] }}}")))
                .isEqualTo(new ControlFrame(
                        RequestId.of("req_1"), "success", raw("{ 'a' : [1] }"), null, null, List.of()));
    }

    @Test
    void readsAnErrorInAnyOrderOfFields() throws IOException {
        assertThat(ControlFrame.response(jsonBytes("{'uuid':[1],'response':{'pending_permission_requests':[],"
                        + "'error_code':'unknown','error':'no such server','request_id':'req_1','subtype':'error'},"
                        + "'type':'control_response'}")))
                .isEqualTo(new ControlFrame(
                        RequestId.of("req_1"), "error", raw("{}"), "no such server", "unknown", List.of(raw("[]"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",'response':null"})
    void anAnswerWithoutContentIsAnEmptyObject(String field) throws IOException {
        assertThat(ControlFrame.response(
                        jsonBytes("{'response':{'subtype':'success','request_id':'req_1'" + field + "}}")))
                .isEqualTo(new ControlFrame(RequestId.of("req_1"), "success", raw("{}"), null, null, List.of()));
    }

    @Test
    void anAnswerOfOtherTypesThanExpectedLeavesOutWhatItCannotRead() throws IOException {
        assertThat(ControlFrame.response(
                        jsonBytes("{'response':{'subtype':5,'request_id':['x'],'error':{'a':1},'error_code':404}}")))
                .isEqualTo(new ControlFrame(null, null, raw("{}"), null, null, List.of()));
        assertThat(ControlFrame.response(jsonBytes("{'type':'control_response'}")))
                .isEqualTo(new ControlFrame(null, null, raw("{}"), null, null, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{'response':null}", "{'response':'x'}", "{'response':[]}", "{'response':{}} x", "{'response':{}"
            })
    void refusesAnAnswerThatIsNone(String line) {
        assertThatThrownBy(() -> ControlFrame.response(jsonBytes(line))).isInstanceOf(IOException.class);
    }

    @Test
    void readsARequest() throws IOException {
        assertThat(ControlFrame.request(jsonBytes("{'type':'control_request','request_id':'cli-1','request': "
                        + "{ 'subtype':'can_use_tool', 'input':{'subtype':'no'} } }")))
                .isEqualTo(new ControlFrame(
                        RequestId.of("cli-1"),
                        "can_use_tool",
                        raw("{ 'subtype':'can_use_tool', 'input':{'subtype':'no'} }"),
                        null,
                        null,
                        List.of()));
    }

    @Test
    void readsARequestWithTheFieldsTheOtherWayRound() throws IOException {
        assertThat(ControlFrame.request(
                        jsonBytes("{'request':{'a':1,'subtype':'hook_callback'},'x':{},'request_id':'cli-1'}")))
                .isEqualTo(new ControlFrame(
                        RequestId.of("cli-1"),
                        "hook_callback",
                        raw("{'a':1,'subtype':'hook_callback'}"),
                        null,
                        null,
                        List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'request_id':'cli-1'}",
                "{'request_id':'cli-1','request':null}",
                "{'request_id':'cli-1','request':['x']}",
                "{'request_id':'cli-1','request':'x'}"
            })
    void aRequestWithoutContentHasNoSubtype(String line) throws IOException {
        assertThat(ControlFrame.request(jsonBytes(line)))
                .isEqualTo(new ControlFrame(RequestId.of("cli-1"), null, raw("{}"), null, null, List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{'request_id':'cli-1'} {}", "{'request_id':'cli-1'"})
    void refusesARequestThatIsNone(String line) {
        assertThatThrownBy(() -> ControlFrame.request(jsonBytes(line))).isInstanceOf(IOException.class);
    }
}

package dev.agentsdk.message;

import static dev.agentsdk.internal.session.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.agentsdk.json.RawJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application's own Jackson makes of raw values, messages and blocks: the JSON that they are. */
class SerializationTest {

    private final JsonMapper jackson = JsonMapper.builder().build();

    record Box(RawJson raw, List<RawJson> more) {}

    record Turn(String id, Message last, List<ContentBlock> blocks) {}

    @Test
    void aRawValueIsWrittenAsItStands() throws JsonProcessingException {
        Box box = new Box(
                RawJson.of("{\"x\":1.10, \"big\":12345678901234567890123}"),
                List.of(RawJson.of("null"), RawJson.of("\"\u00e4\"")));

        assertThat(jackson.writeValueAsString(box))
                .isEqualTo("{\"raw\":{\"x\":1.10, \"big\":12345678901234567890123},\"more\":[null,\"\u00e4\"]}");
    }

    @Test
    void aRawValueMayBeThePlainValueAndTheValueOfAMap() throws JsonProcessingException {
        RawJson raw = RawJson.of("[1,2]");

        assertThat(jackson.writeValueAsString(raw)).isEqualTo("[1,2]");
        assertThat(jackson.writeValueAsString(Map.of("a", raw))).isEqualTo("{\"a\":[1,2]}");
        RawJson slice = RawJson.wrap("xx{}xx".getBytes(java.nio.charset.StandardCharsets.UTF_8), 2, 2);
        assertThat(jackson.writeValueAsString(Map.of("a", slice))).isEqualTo("{\"a\":{}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'assistant','session_id':'s','message':{'model':'m','content':[{'type':'text','text':'Hi'}]}}",
                "{'type':'result','subtype':'success','is_error':false,'result':'4','total_cost_usd':0.10}",
                "{'type':'system','subtype':'init','session_id':'s','tools':['Bash']}",
                "{'type':'system','subtype':'something_new','a':1}",
                "{'type':'stream_event','event':{'type':'content_block_delta','index':0}}",
                "{'type':'rate_limit_event','rate_limit_info':{'status':'allowed'}}",
                "{'type':'something_new','a':[1,{'b':null}]}"
            })
    void aMessageIsWrittenAsItsJson(String line) throws JsonProcessingException {
        Message message = Message.parse(json(line));

        assertThat(jackson.writeValueAsString(message)).isEqualTo(json(line));
        assertThat(jackson.writeValueAsString(Optional.of(message).stream().toList()))
                .isEqualTo("[" + json(line) + "]");
    }

    @Test
    void aSkippedLineIsWrittenAsWhatItSays() throws JsonProcessingException {
        SkippedLine line = new SkippedLine(SkippedLine.Reason.MALFORMED, 7, "{x");

        assertThat(jackson.readTree(jackson.writeValueAsString(line)))
                .isEqualTo(jackson.readTree(
                        json("{'type':'sdk_skipped_line','reason':'MALFORMED','size':7,'head':'{x'}")));
    }

    @Test
    void messagesAndBlocksMayStandInOtherValues() throws JsonProcessingException {
        String line = json("{'type':'assistant','message':{'model':'m','content':[{'type':'text','text':'Hi'}]}}");
        AssistantMessage message = (AssistantMessage) Message.parse(line);

        assertThat(jackson.writeValueAsString(new Turn("t", message, message.content())))
                .isEqualTo("{\"id\":\"t\",\"last\":" + line + ",\"blocks\":[" + json("{'type':'text','text':'Hi'}")
                        + "]}");
    }
}

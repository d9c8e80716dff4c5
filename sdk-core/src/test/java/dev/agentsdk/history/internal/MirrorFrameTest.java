package dev.agentsdk.history.internal;

import static dev.agentsdk.internal.session.JsonText.json;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.json.RawJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorFrameTest {

    @Test
    void hasAFileAndEntriesAsTheyWereWritten() throws IOException {
        MirrorFrame frame = MirrorFrame.parse(jsonBytes(
                "{'entries':[{'type':'a','n':1.50},{ 'type' : 'b', 'x':[{'entries':[]}]}],'new':{},'type':'transcript_mirror',"
                        + "'filePath':'/p/\u20ac.jsonl'}"));

        assertThat(frame.filePath()).isEqualTo("/p/\u20ac.jsonl");
        assertThat(frame.entries())
                .extracting(RawJson::text)
                .containsExactly(json("{'type':'a','n':1.50}"), json("{ 'type' : 'b', 'x':[{'entries':[]}]}"));
    }

    @Test
    void mayHaveNoEntries() throws IOException {
        assertThat(MirrorFrame.parse(jsonBytes("{'filePath':'f','entries':[]}")).entries())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'filePath':'f'}",
                "{'entries':[]}",
                "{'filePath':null,'entries':[]}",
                "{'filePath':5,'entries':[]}",
                "{'filePath':'f','entries':{}}",
                "{'filePath':'f','entries':[5]}",
                "{'filePath':'f','entries':[{}",
                "{'filePath':'f','entries':[]} {}",
                "[]",
                "{"
            })
    void anythingElseIsNone(String line) {
        assertThatThrownBy(() -> MirrorFrame.parse(jsonBytes(line))).isInstanceOf(IOException.class);
    }

    @Test
    @Tag("R-113")
    void millionsOfEmptyEntriesAreNone() throws IOException {
        String frame = "{'filePath':'f','entries':[%s{}]}";
        assertThat(MirrorFrame.parse(jsonBytes(frame.formatted("{},".repeat(9_999))))
                        .entries())
                .hasSize(10_000);
        assertThat(MirrorFrame.parse(jsonBytes(frame.formatted("{'uuid':'0123456789','n':'012345'},".repeat(20_000))))
                        .entries())
                .hasSize(20_001);

        assertThatThrownBy(() -> MirrorFrame.parse(jsonBytes(frame.formatted("{},".repeat(10_000)))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("entries");
    }

    @Test
    void malformedUtf8IsReplaced() throws IOException {
        byte[] line = jsonBytes("{'filePath':'f','entries':[{'a':'?'}]}");
        line[new String(line, StandardCharsets.US_ASCII).indexOf('?')] = (byte) 0xff;

        assertThat(MirrorFrame.parse(line).entries().get(0).text()).isEqualTo(json("{'a':'\ufffd'}"));
    }
}

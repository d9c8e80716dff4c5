package dev.agentsdk.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.message.SkippedLine.Reason;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SkippedLineTest {

    @Test
    void showsTheFirstBytesAsTextWithMalformedOnesReplaced() {
        byte[] head = "{\"a\":\"?".getBytes(StandardCharsets.UTF_8);
        head[head.length - 1] = (byte) 0xe4;

        assertThat(SkippedLine.of(Reason.OVERSIZE, 5_000_000_000L, head))
                .isEqualTo(new SkippedLine(Reason.OVERSIZE, 5_000_000_000L, "{\"a\":\"\ufffd"));
    }

    @Test
    void isTheOnlyMessageThatTheAgentDidNotWrite() {
        SkippedLine line = new SkippedLine(Reason.MALFORMED, 7, "{\"\u00e4\n");

        assertThat(line.type()).isEqualTo("sdk_skipped_line");
        assertThat(line.sessionId()).isEmpty();
        JsonNode raw = line.raw().tree();
        assertThat(raw).hasSize(4);
        assertThat(raw.get("type").asText()).isEqualTo("sdk_skipped_line");
        assertThat(raw.get("reason").asText()).isEqualTo("MALFORMED");
        assertThat(raw.get("size").longValue()).isEqualTo(7);
        assertThat(raw.get("head").asText()).isEqualTo("{\"\u00e4\n");
    }

    @Test
    void refusesNull() {
        assertThatNullPointerException()
                .isThrownBy(() -> new SkippedLine(null, 0, ""))
                .withMessage("reason");
        assertThatNullPointerException()
                .isThrownBy(() -> new SkippedLine(Reason.TRUNCATED, 0, null))
                .withMessage("head");
    }
}

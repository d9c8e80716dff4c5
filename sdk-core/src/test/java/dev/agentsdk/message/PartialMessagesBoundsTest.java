package dev.agentsdk.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.internal.session.JsonText;
import dev.agentsdk.message.internal.MessageParser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Speakers, blocks and texts that never end. */
@Tag("R-114")
class PartialMessagesBoundsTest {

    private final PartialMessages partial = new PartialMessages();

    private PartialMessage event(String speaker, String fields) {
        String parent = speaker.isEmpty() ? "" : ",'parent_tool_use_id':'" + speaker + "'";
        return partial.accept((StreamEvent) MessageParser.parse(
                        JsonText.jsonBytes("{'type':'stream_event','event':{" + fields + "}" + parent + "}"))
                .orElseThrow());
    }

    private PartialMessage delta(String speaker, long index, String text) {
        return event(
                speaker,
                "'type':'content_block_delta','index':" + index + ",'delta':{'type':'text_delta','text':'" + text
                        + "'}");
    }

    @Test
    void keepsTheSpeakersThatSpokeLastAndTheMainConversation() {
        delta("", 0, "main");
        for (int i = 0; i < 100_000; i++) {
            delta("toolu_" + i, 0, "x");
            delta("toolu_0", 0, "y");
        }

        assertThat(partial.current()).get().returns("main", PartialMessage::text);
        assertThat(partial.current("toolu_0")).isPresent();
        assertThat(partial.current("toolu_99999")).isPresent();
        assertThat(partial.current("toolu_50000")).isEmpty();
        assertThat(partial.current("toolu_" + (100_000 - PartialMessages.MAX_SPEAKERS)))
                .isEmpty();
    }

    @Test
    void doesNotKeepASpeakerWithAnIdOfAMegabyte() {
        String id = "x".repeat(1 << 20);

        assertThat(delta(id, 0, "said").text()).isEqualTo("said");
        assertThat(partial.current(id)).isEmpty();
    }

    @Test
    void keepsAsManyBlocksAsAnswersHaveAndIgnoresTheOthers() {
        for (int i = 0; i < 100_000; i++) {
            delta("", i, "x");
        }

        PartialMessage message = delta("", 0, "y");
        assertThat(message.content()).hasSize(PartialMessage.MAX_BLOCKS);
        assertThat(message.text()).startsWith("xyx").hasSize(PartialMessage.MAX_BLOCKS + 1);
    }

    @Test
    void keepsNoMoreTextThanALineMayHave() {
        String mebi = "x".repeat(1 << 20);
        PartialMessage message = delta("", 0, mebi);
        for (int i = 1; i < 40; i++) {
            delta("", 0, mebi);
            event("", "'type':'content_block_start','index':1,'content_block':{'type':'text','text':'" + mebi + "'}");
        }

        assertThat(message.text().length()).isLessThanOrEqualTo(PartialMessage.MAX_CHARS);
        assertThat(event("", "'type':'message_stop'").isComplete()).isTrue();
    }
}

package dev.agentsdk.internal.session;

import static dev.agentsdk.internal.session.JsonText.json;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.json.internal.Utf8Lines;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.message.UnknownMessage;
import dev.agentsdk.message.UserMessage;
import dev.agentsdk.message.internal.FrameType;
import dev.agentsdk.message.internal.MessageParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that no agent should write. */
@Timeout(60)
@Tag("R-56")
class HostileLinesTest {

    private static final String RESULT = "'type':'result','subtype':'success'";

    private static Optional<Message> parse(String singleQuoted) {
        return MessageParser.parse(jsonBytes(singleQuoted));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'a':%s,'type':'result'}",
                "{'type':'result','a':%s}",
                "{'type':'result','structured_output':%s}",
                "{'type':'new','a':%s}",
                "{'type':'assistant','message':{'content':%s,'model':'m'}}",
                "{'type':'user','message':{'content':[{'type':'tool_use','input':%s}]}}"
            })
    void aDepthBombIsNoJsonAndDoesNotExhaustTheStack(String line) {
        String open = "[".repeat(100_000);

        assertThat(parse(line.formatted(open + "]".repeat(100_000)))).isEmpty();
        assertThat(parse(line.formatted(open))).isEmpty();
        assertThat(parse(line.formatted("{'a':".repeat(100_000)))).isEmpty();
    }

    @Test
    void aDepthBombOfToolResultsDoesNotExhaustTheStack() {
        String bomb = "{'type':'tool_result','tool_use_id':'1','content':[".repeat(20_000);

        assertThat(parse("{'type':'user','message':{'content':[" + bomb)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{" + RESULT + "}{" + RESULT + "}", "{" + RESULT + "} {}", "{" + RESULT + "}x"})
    @Tag("R-55")
    void anythingBehindTheObjectMakesTheLineNoMessage(String line) {
        assertThat(parse(line)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'result','subtype':5} {}",
                "{'type':'result','subtype':5,}",
                "{'type':'result','subtype':5",
                "{'type':'result','subtype':5,'a':nul}",
                "{'type':'new'} {}"
            })
    void aLineThatDoesNotFitIsReadToItsEndAllTheSame(String line) {
        assertThat(parse(line)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'result','subtype':'success',}",
                "{'type':'result' 'subtype':'success'}",
                "{'type':'result','num_turns':01}",
                "{'type':'result','num_turns':NaN}",
                "{'type':'result','total_cost_usd':Infinity}",
                "{'type':'result','result':'line\nfeed'}",
                "{'type':'result','result':'\\x'}",
                "{type:'result'}",
                "{'type':'result','result':'cut off"
            })
    void isStrictAboutJson(String line) {
        assertThat(parse(line)).isEmpty();
    }

    @Test
    @Tag("R-113")
    void aNumberOfAMillionDigitsCostsItsFieldAndIsNotConverted() {
        String digits = "9".repeat(1_000_000);

        for (String number : new String[] {digits, "0." + digits, "1e" + digits}) {
            assertThat(parse("{" + RESULT + ",'num_turns':" + number + ",'result':'done'}"))
                    .get()
                    .isInstanceOfSatisfying(ResultMessage.class, result -> {
                        assertThat(result.numTurns()).isZero();
                        assertThat(result.result()).contains("done");
                    });
            assertThat(parse("{" + RESULT + ",'other':" + number + "}")).get().isInstanceOf(ResultMessage.class);
        }
    }

    @Test
    @Tag("R-113")
    void numbersOfAThousandDigitsAreTakenAndLongerOnesAreAbsent() {
        String fits = "9".repeat(990);
        String tooLong = "9".repeat(1_001);

        assertThat(parse("{" + RESULT + ",'duration_ms':" + fits + ",'total_cost_usd':0." + fits + "}"))
                .get()
                .isInstanceOfSatisfying(ResultMessage.class, result -> {
                    assertThat(result.duration().toMillis()).isEqualTo(Long.MAX_VALUE);
                    assertThat(result.totalCostUsd()).hasValue(1.0);
                });
        assertThat(parse("{" + RESULT + ",'duration_ms':" + tooLong + ",'total_cost_usd':0." + tooLong + "}"))
                .get()
                .isInstanceOfSatisfying(ResultMessage.class, result -> {
                    assertThat(result.duration().toMillis()).isZero();
                    assertThat(result.totalCostUsd()).isEmpty();
                    assertThat(result.raw().text()).contains(tooLong);
                });
    }

    @Test
    void aHundredThousandFieldsAreTaken() {
        StringBuilder line = new StringBuilder("{" + RESULT);
        for (int i = 0; i < 100_000; i++) {
            line.append(",'f").append(i).append("':").append(i);
        }
        line.append(",'result':'last'}");

        assertThat(parse(line.toString()))
                .get()
                .isInstanceOfSatisfying(
                        ResultMessage.class,
                        result -> assertThat(result.result()).contains("last"));
    }

    @Test
    void keysMadeToCollideInAHashTableAreTaken() {
        StringBuilder line = new StringBuilder("{" + RESULT);
        for (int i = 0; i < 1 << 14; i++) {
            StringBuilder key = new StringBuilder();
            for (int bit = 0; bit < 14; bit++) {
                key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            line.append(",'").append(key).append("':1");
        }
        line.append('}');

        assertThat(parse(line.toString()))
                .get()
                .isInstanceOfSatisfying(
                        ResultMessage.class,
                        result -> assertThat(result.raw().tree()).hasSize(2 + (1 << 14)));
    }

    @Test
    void aTextOfSeveralMegabytesIsTaken() {
        String text = "0123456789 \u00e4\u20ac\ud83d\ude00\\\\".repeat(250_000);
        byte[] line = jsonBytes("{'type':'assistant','message':{'model':'m','content':[{'type':'text','text':'" + text
                + "'}]},'session_id':'s'}");
        assertThat(line.length).isGreaterThan(5_000_000);

        assertThat(MessageParser.parse(line)).get().isInstanceOfSatisfying(AssistantMessage.class, answer -> {
            assertThat(answer.text()).hasSize(250_000 * 16).isEqualTo(text.replace("\\\\", "\\"));
            assertThat(answer.sessionId()).contains("s");
            assertThat(answer.content().get(0).raw().size()).isGreaterThan(5_000_000);
        });
    }

    @Test
    void aTypeOfAMegabyteIsOnlyUnknown() {
        String type = "x".repeat(1 << 20);

        assertThat(parse("{'type':'" + type + "'}"))
                .get()
                .isInstanceOfSatisfying(
                        UnknownMessage.class,
                        unknown -> assertThat(unknown.type()).isEqualTo(type));
    }

    @Test
    void lineSeparatorsOfUnicodeAreTextLikeAnyOther() {
        assertThat(parse("{'type':'user','message':{'content':'a\u2028b\u2029c\u0085d'}}"))
                .get()
                .isInstanceOfSatisfying(
                        UserMessage.class, message -> assertThat(message.text()).isEqualTo("a\u2028b\u2029c\u0085d"));
    }

    @Test
    void aNulByteInSecondPlaceIsNotTakenForUtf16() {
        byte[] utf16 = json("{" + RESULT + "}").getBytes(StandardCharsets.UTF_16LE);
        assertThat(utf16[1]).isZero();

        assertThat(MessageParser.parse(utf16)).isEmpty();
        assertThatThrownBy(() -> FrameType.of(utf16, 0, utf16.length)).isInstanceOf(IOException.class);
    }

    @Test
    @Tag("R-53")
    void aNulByteAnywhereIsNoJson() {
        assertThat(parse("{\u0000" + RESULT + "}")).isEmpty();
        assertThat(parse("{" + RESULT + ",'result':'a\u0000b'}")).isEmpty();
        assertThat(parse("{" + RESULT + ",'result':'a\\u0000b'}"))
                .get()
                .isInstanceOfSatisfying(
                        ResultMessage.class,
                        result -> assertThat(result.result()).contains("a\u0000b"));
    }

    @Test
    void escapedLoneSurrogatesArriveAsTheyAre() {
        assertThat(parse("{" + RESULT + ",'result':'a\\ud83d b'}"))
                .get()
                .isInstanceOfSatisfying(
                        ResultMessage.class,
                        result -> assertThat(result.result()).contains("a\ud83d b"));
    }

    @Test
    void malformedUtf8IsNoJsonAsItStandsAndIsOneRepaired() {
        byte[] line = json("{" + RESULT + ",'result':'gr\u00fc\u00df'}").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(MessageParser.parse(line)).isEmpty();
        assertThat(MessageParser.parse(Utf8Lines.repaired(line)))
                .get()
                .isInstanceOfSatisfying(
                        ResultMessage.class,
                        result -> assertThat(result.result()).contains("gr\ufffd\ufffd"));
    }

    @Test
    void everyBeginningOfALineIsNoMessage() {
        byte[] line = jsonBytes("{'type':'assistant','message':{'model':'m','content':[{'type':'text','text':'\u00e4'},"
                + "{'type':'tool_use','id':'1','name':'n','input':{'a':[1.5e3,true,null]}}]},'uuid':'u'}");
        assertThat(MessageParser.parse(line)).isPresent();

        for (int length = 0; length < line.length; length++) {
            assertThat(MessageParser.parse(Arrays.copyOf(line, length)))
                    .as("the first %s bytes", length)
                    .isEmpty();
        }
    }
}

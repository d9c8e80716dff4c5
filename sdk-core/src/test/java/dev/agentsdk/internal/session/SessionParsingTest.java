package dev.agentsdk.internal.session;

import static dev.agentsdk.internal.session.JsonText.json;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.InitMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.message.UnknownMessage;
import dev.agentsdk.message.UnknownSystemMessage;
import dev.agentsdk.message.Usage;
import dev.agentsdk.message.internal.MessageParser;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages about the session: its set-up, its results, and whatever has no class. */
class SessionParsingTest {

    private static Message parse(String singleQuoted) {
        return MessageParser.parse(jsonBytes(singleQuoted)).orElseThrow();
    }

    private static RawJson raw(String singleQuoted) {
        return RawJson.of(json(singleQuoted));
    }

    @Test
    void readsTheSetUpOfATurn() {
        String line = "{'type':'system','subtype':'init','cwd':'/w','session_id':'s','tools':['Bash','Read'],"
                + "'mcp_servers':[{'name':'gh','status':'connected'}],'model':'claude-x','permissionMode':'plan',"
                + "'claude_code_version':'2.1.329','uuid':'u-1'}";

        assertThat(parse(line))
                .isEqualTo(new InitMessage(
                        Optional.of("claude-x"),
                        Optional.of("/w"),
                        List.of("Bash", "Read"),
                        Optional.of("plan"),
                        Optional.of("2.1.329"),
                        Optional.of("s"),
                        Optional.of("u-1"),
                        raw(line)));
        assertThat(((InitMessage) parse(line)).subtype()).isEqualTo("init");
    }

    @Test
    void aSetUpOfOtherTypesThanExpectedLeavesOutWhatItCannotRead() {
        assertThat(parse("{'model':{'id':'m'},'tools':['Bash',7,{'name':'x'},null,'Read'],'cwd':7,"
                        + "'permissionMode':null,'claude_code_version':['2'],'subtype':'init','type':'system'}"))
                .isInstanceOfSatisfying(InitMessage.class, init -> {
                    assertThat(init.model()).isEmpty();
                    assertThat(init.tools()).containsExactly("Bash", "Read");
                    assertThat(init.cwd()).isEmpty();
                    assertThat(init.permissionMode()).isEmpty();
                    assertThat(init.cliVersion()).isEmpty();
                });
    }

    @Test
    void anotherSubtypeIsKeptWithItsRawJson() {
        String line = "{'type':'system','subtype':'newer','model':[1],'tools':{'a':1},'task_id':'t1',"
                + "'patch':{'status':'killed'},'session_id':'s','uuid':'u-1'}";

        assertThat(parse(line))
                .isEqualTo(new UnknownSystemMessage("newer", Optional.of("s"), Optional.of("u-1"), raw(line)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'type':'system'}", "{'type':'system','subtype':{'init':true},'session_id':5}"})
    void newsWithoutASubtypeAreUnknown(String line) {
        assertThat(parse(line)).isEqualTo(new UnknownSystemMessage("", Optional.empty(), Optional.empty(), raw(line)));
    }

    @Test
    void readsAResultWithAllItsFields() {
        String line = "{'type':'result','subtype':'success','is_error':false,'duration_ms':9000,"
                + "'duration_api_ms':7000,'num_turns':4,'result':'42','session_id':'s','total_cost_usd':0.03,"
                + "'usage':{'input_tokens':3,'output_tokens':2},'stop_reason':'end_turn',"
                + "'terminal_reason':'completed','api_error_status':529,'errors':['a','b'],"
                + "'structured_output':{'answer' : 42},'uuid':'u-1'}";

        assertThat(parse(line))
                .isEqualTo(new ResultMessage(
                        "success",
                        false,
                        Optional.of("42"),
                        List.of("a", "b"),
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(7),
                        4,
                        OptionalDouble.of(0.03),
                        Optional.of(new Usage(3, 2, 0, 0, raw("{'input_tokens':3,'output_tokens':2}"))),
                        Optional.of("end_turn"),
                        Optional.of("completed"),
                        OptionalInt.of(529),
                        Optional.of(raw("{'answer' : 42}")),
                        Optional.of("s"),
                        Optional.of("u-1"),
                        raw(line)));
    }

    @Test
    void readsAResultWhoseTypeComesLastBehindNestedTypes() {
        assertThat(parse("{'is_error':true,'modelUsage':{'m':{'type':'user','costUSD':1}},"
                        + "'permission_denials':[{'type':'assistant'}],'subtype':'error_max_turns','type':'result'}"))
                .isInstanceOfSatisfying(ResultMessage.class, result -> {
                    assertThat(result.subtype()).isEqualTo("error_max_turns");
                    assertThat(result.isError()).isTrue();
                });
    }

    @Test
    void nullsAndMissingFieldsOfAResultAreAbsent() {
        ResultMessage missing = (ResultMessage) parse("{'type':'result','subtype':'success'}");
        ResultMessage nulls = (ResultMessage) parse("{'type':'result','subtype':'success','is_error':null,"
                + "'duration_ms':null,'duration_api_ms':null,'num_turns':null,'result':null,'session_id':null,"
                + "'total_cost_usd':null,'usage':null,'stop_reason':null,'terminal_reason':null,"
                + "'api_error_status':null,'errors':null,'structured_output':null,'uuid':null}");

        for (ResultMessage result : List.of(missing, nulls)) {
            assertThat(result)
                    .isEqualTo(new ResultMessage(
                            "success",
                            false,
                            Optional.empty(),
                            List.of(),
                            Duration.ZERO,
                            Duration.ZERO,
                            0,
                            OptionalDouble.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            OptionalInt.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            result.raw()));
        }
    }

    @Test
    void aStructuredOutputMayBeAnyJsonButNull() {
        for (String value : List.of("0", "false", "''", "[]", "{}", "-1.5e3")) {
            ResultMessage result =
                    (ResultMessage) parse("{'structured_output':" + value + ",'type':'result','subtype':'success'}");

            assertThat(result.structuredOutput()).contains(raw(value));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1e400, 9223372036854775807",
        "-1e400, -9223372036854775808",
        "9223372036854775808, 9223372036854775807",
        "-9223372036854775809, -9223372036854775808",
        "9223372036854775807, 9223372036854775807",
        "1.9, 1",
        "-1.9, -1",
        "2e3, 2000",
        "0, 0"
    })
    @Tag("R-57")
    void aNumberOverTheRangeIsClampedAndAFractionCutOff(String number, long expected) {
        ResultMessage result = (ResultMessage) parse("{'type':'result','subtype':'success','duration_ms':" + number
                + ",'usage':{'input_tokens':" + number + "}}");

        assertThat(result.duration()).isEqualTo(Duration.ofMillis(expected));
        assertThat(result.usage()).get().extracting(Usage::inputTokens).isEqualTo(expected);
    }

    @Test
    void aLoneErrorTextIsAListOfOne() {
        assertThat(((ResultMessage) parse("{'type':'result','subtype':'success','errors':'overloaded'}")).errors())
                .containsExactly("overloaded");
    }

    /** Whoever waits for the result of a turn must get it, whatever it looks like. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'result'}",
                "{'type':'result','subtype':null,'is_error':null}",
                "{'type':'result','subtype':5,'is_error':'no','result':{'text':'a'},'num_turns':'4','duration_ms':[1],"
                        + "'duration_api_ms':true,'total_cost_usd':'free','session_id':5,'stop_reason':{},'usage':7,"
                        + "'terminal_reason':[],'api_error_status':'500','errors':{},'uuid':1,'structured_output':null}"
            })
    void aResultOfWhichNothingFitsIsAResultAllTheSame(String line) {
        assertThat(parse(line))
                .isEqualTo(new ResultMessage(
                        "",
                        false,
                        Optional.empty(),
                        List.of(),
                        Duration.ZERO,
                        Duration.ZERO,
                        0,
                        OptionalDouble.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        raw(line)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    'subtype':'error_max_turns'                       | true
                    'subtype':'error_max_turns','is_error':'yes'      | true
                    'subtype':'error_max_turns','is_error':false      | false
                    'subtype':'success','is_error':true               | true
                    'subtype':'success'                               | false
                    'subtype':'newer'                                 | false
                    """)
    void aFailedTurnIsNotTakenForAGoodOneBecauseAFieldIsSpoilt(String fields, boolean isError) {
        assertThat(parse("{'type':'result'," + fields + "}"))
                .isInstanceOfSatisfying(
                        ResultMessage.class,
                        result -> assertThat(result.isError()).isEqualTo(isError));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    'error':{'type':'x','message':'no key'}              | no key
                    'error':'no key'                                     | no key
                    'error':'no key','errors':['first']                  | first
                    """)
    void theErrorOfAnotherDialectIsAnErrorToo(String fields, String expected) {
        assertThat(parse("{'type':'result','subtype':'error_during_execution','is_error':true," + fields + "}"))
                .isInstanceOfSatisfying(
                        ResultMessage.class,
                        result -> assertThat(result.errors()).containsExactly(expected));
    }

    @Test
    void theStructuredResultOfAnotherDialectIsStructuredOutput() {
        assertThat(parse("{'type':'result','subtype':'success','structured_result':{'a':1}}"))
                .isInstanceOfSatisfying(
                        ResultMessage.class,
                        result -> assertThat(result.structuredOutput()).contains(raw("{'a':1}")));
    }

    @Test
    @Tag("R-58")
    void anotherTypeIsUnknown() {
        String line = "{'info':{'session_id':'no'},'session_id':'s','type':'newer','uuid':[1]}";

        assertThat(parse(line)).isEqualTo(new UnknownMessage("newer", Optional.of("s"), raw(line)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{'type':null}", "{'type':5,'a':1}", "{'type':{'type':'result'}}", "{'a':{'type':'user'}}"
            })
    void aMessageWithoutTypeIsUnknownWithAnEmptyType(String line) {
        assertThat(parse(line)).isEqualTo(new UnknownMessage("", Optional.empty(), raw(line)));
    }

    @Test
    void theSessionOfAnUnknownMessageIsAbsentUnlessItIsText() {
        assertThat(parse("{'type':'x','session_id':{'a':1}}").sessionId()).isEmpty();
        assertThat(parse("{'type':'x','session_id':null}").sessionId()).isEmpty();
    }

    @Test
    @Tag("R-56")
    void ofSeveralTypesTheFirstThatIsTextCounts() {
        assertThat(parse("{'type':7,'type':'result','type':'user','subtype':'success'}"))
                .isInstanceOf(ResultMessage.class);
    }

    @Test
    @Tag("R-56")
    void ofOtherFieldsThatComeTwiceTheLastCounts() {
        assertThat(parse("{'type':'result','subtype':'a','subtype':'b','result':'x','result':null}"))
                .isInstanceOfSatisfying(ResultMessage.class, result -> {
                    assertThat(result.subtype()).isEqualTo("b");
                    assertThat(result.result()).isEmpty();
                });
    }
}

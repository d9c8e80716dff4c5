package dev.agentsdk.json.internal;

import static dev.agentsdk.internal.session.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonToken;
import dev.agentsdk.json.RawJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldReaderTest {

    /** Every kind of JSON value, and in each kind what a cursor may miscount. */
    private static final List<String> VALUES = List.of(
            "''",
            "'plain'",
            "'esc \\' \\\\ \\n \\u00e4 \\ud83d\\ude00 }],:'",
            "'multi \u00e4 \u20ac \ud83d\ude00 \u2028'",
            "'" + "long\u00e4".repeat(5_000) + "'",
            "0",
            "-0",
            "7",
            "-12",
            "123456789012345678901234567890",
            "1.5",
            "-0.25",
            "1e5",
            "1E+5",
            "-1.25e-300",
            "1e400",
            "true",
            "false",
            "null",
            "{}",
            "{ }",
            "[]",
            "[ ]",
            "{'a':{'b':[1,{'c':'\u00e4'}]},'d':null}",
            "[ 1 , [ 2 ] , { 'a' : [ ] } , '\u20ac' ]");

    /** What stands before the value, and what behind it. */
    private static final List<String[]> SURROUNDINGS = List.of(
            new String[] {"{'v':", "}"},
            new String[] {"{'v':", ",'w':1}"},
            new String[] {" { 'v' : ", " } "},
            new String[] {"{\t'v'\t:\t", "\t,\t'w' : 2}"},
            new String[] {"{'\u00e4\u20ac\ud83d\ude00':'\u00e4\u20ac\ud83d\ude00','v':", "  ,'v2':[]}"},
            new String[] {"{'n':-1.5e3,'o':{'p':[1,'\u20ac']},'v':", "\r\n}"});

    private static Stream<String[]> linesWithAValue() {
        return SURROUNDINGS.stream()
                .flatMap(around ->
                        VALUES.stream().map(value -> new String[] {json(around[0]), json(value), json(around[1])}));
    }

    private interface Reading<T> {
        T read(FieldReader in) throws IOException;
    }

    /** Reads the field {@code v} of a line, the fields before and behind it by skipping. */
    private static <T> T readV(String line, Reading<T> reading) throws IOException {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        try (FieldReader in = FieldReader.on(bytes)) {
            in.enterObject();
            T read = null;
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                if (field.equals("v")) {
                    read = reading.read(in);
                } else {
                    in.skip();
                }
            }
            in.requireEnd();
            return read;
        }
    }

    private <T> T readValue(String singleQuotedValue, Reading<T> reading) throws IOException {
        return readV(json("{'u':[1],'v':" + singleQuotedValue + ",'w':{'x':2}}"), reading);
    }

    @ParameterizedTest
    @MethodSource("linesWithAValue")
    void cutsOutExactlyTheValue(String before, String value, String behind) throws IOException {
        RawJson slice = readV(before + value + behind, FieldReader::capture);

        assertThat(slice.text()).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("linesWithAValue")
    void cutsOutAnObjectWhoseFieldsWereRead(String before, String value, String behind) throws IOException {
        String object = "{ \"first\":" + value + " ,\"last\":" + value + "}";

        RawJson slice = readV(before + object + behind, in -> {
            int start = in.tokenStart();
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                in.stringOrSkip();
            }
            return in.since(start);
        });

        assertThat(slice.text()).isEqualTo(object);
    }

    @ParameterizedTest
    @MethodSource("linesWithAValue")
    void cutsOutTheElementsOfAnArray(String before, String value, String behind) throws IOException {
        String array = "[" + value + ", " + value + " ,[]]";

        List<String> elements = readV(before + array + behind, in -> {
            List<String> read = new ArrayList<>();
            while (in.nextElement() != JsonToken.END_ARRAY) {
                read.add(in.capture().text());
            }
            return read;
        });

        assertThat(elements).containsExactly(value, value, "[]");
    }

    @ParameterizedTest
    @MethodSource("linesWithAValue")
    void everyReadingThatToleratesAnyValueLeavesTheCursorBehindIt(String before, String value, String behind)
            throws IOException {
        List<Reading<?>> tolerant = List.of(
                FieldReader::stringOrSkip,
                in -> in.stringOr("x"),
                in -> in.repeatedOrElse(FieldReader.Repeated.MODEL, null),
                FieldReader::stringsOrSkip,
                FieldReader::boolOrSkip,
                in -> in.integerOr(0),
                FieldReader::intOrEmpty,
                FieldReader::decimalOrEmpty,
                FieldReader::capture);
        for (Reading<?> reading : tolerant) {
            String next = readV(before + value + ",\"next\":[]" + behind, in -> {
                reading.read(in);
                String field = in.nextField();
                in.skip();
                return field;
            });

            assertThat(next).isEqualTo("next");
        }
    }

    @Test
    void readsStringsStrictlyAndLeniently() throws IOException {
        assertThat(this.<String>readValue("'a\\u00e4'", FieldReader::string)).isEqualTo("a\u00e4");
        assertThat(this.<String>readValue("null", FieldReader::string)).isNull();
        assertThat(this.<String>readValue("[1]", FieldReader::stringOrSkip)).isNull();
        assertThat(this.<String>readValue("{'a':1}", in -> in.stringOr("x"))).isEqualTo("x");
        assertThat(this.<String>readValue("'a'", in -> in.stringOr("x"))).isEqualTo("a");
    }

    @Test
    void readsListsOfStringsLeniently() throws IOException {
        assertThat(readValue("['a',1,['b'],{'c':'d'},null,'e']", FieldReader::stringsOrSkip))
                .containsExactly("a", "e");
        assertThat(readValue("'a'", FieldReader::stringsOrSkip)).containsExactly("a");
        assertThat(readValue("{'a':'b'}", FieldReader::stringsOrSkip)).isEmpty();
        assertThat(readValue("null", FieldReader::stringsOrSkip)).isEmpty();
    }

    @Test
    void readsBooleansAlsoAsTextAndNothingElse() throws IOException {
        assertThat(this.<Boolean>readValue("true", FieldReader::boolOrSkip)).isTrue();
        assertThat(this.<Boolean>readValue("false", FieldReader::boolOrSkip)).isFalse();
        assertThat(this.<Boolean>readValue("'True'", FieldReader::boolOrSkip)).isTrue();
        assertThat(this.<Boolean>readValue("'false'", FieldReader::boolOrSkip)).isFalse();
        for (String value : List.of("null", "1", "'yes'", "''", "[true]", "{'a':true}")) {
            assertThat(this.<Boolean>readValue(value, FieldReader::boolOrSkip)).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "-1, -1",
        "1.99, 1",
        "1e3, 1000",
        "2147483648, 2147483648",
        "9223372036854775807, 9223372036854775807",
        "9223372036854775808, 9223372036854775807",
        "1e400, 9223372036854775807",
        "-1e400, -9223372036854775808"
    })
    void readsNumbersAndClampsThem(String value, long expected) throws IOException {
        assertThat(this.<Long>readValue(value, in -> in.integerOr(7))).isEqualTo(expected);
        int clamped = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, expected));
        assertThat(readValue(value, FieldReader::intOrEmpty)).hasValue(clamped);
    }

    @Test
    void readsDecimals() throws IOException {
        assertThat(readValue("0.25", FieldReader::decimalOrEmpty)).hasValue(0.25);
        assertThat(readValue("100000000000000000000", FieldReader::decimalOrEmpty))
                .hasValue(1e20);
        assertThat(readValue("null", FieldReader::decimalOrEmpty)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "[]", "{}"})
    void refusesWhatIsNoString(String value) {
        assertThatThrownBy(() -> readValue(value, FieldReader::string))
                .isInstanceOf(FieldReader.UnexpectedField.class)
                .hasMessage("field v is not a string");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'1'", "true", "null", "[1]", "{'a':1}"})
    void whatIsNoNumberIsNone(String value) throws IOException {
        assertThat(this.<Long>readValue(value, in -> in.integerOr(7))).isEqualTo(7);
        assertThat(readValue(value, FieldReader::intOrEmpty)).isEmpty();
        assertThat(readValue(value, FieldReader::decimalOrEmpty)).isEmpty();
    }

    @Test
    void aRefusalCostsNoStackTrace() {
        assertThatThrownBy(() -> readValue("1", FieldReader::string))
                .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "'a'", "{} {}", "{} 1", "{}]", "{'a':1"})
    void refusesALineThatIsNotOneObject(String line) {
        assertThatThrownBy(() -> readV(json(line), FieldReader::capture)).isInstanceOf(IOException.class);
    }
}

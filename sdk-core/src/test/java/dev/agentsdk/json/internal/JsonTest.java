package dev.agentsdk.json.internal;

import static dev.agentsdk.internal.session.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.agentsdk.json.RawJson;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class JsonTest {

    private static String encoded(Object value) {
        return new String(Json.encode(value), StandardCharsets.ISO_8859_1);
    }

    @Test
    void writesMapsListsAndScalarsCompactlyAndInOrder() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("b", Arrays.asList(1, -2L, 0.5, true, null));
        value.put("a", Map.of("c", "d"));
        value.put("e", JsonNodeFactory.instance.objectNode().put("f", new BigDecimal("1e400")));

        assertThat(encoded(value)).isEqualTo(json("{'b':[1,-2,0.5,true,null],'a':{'c':'d'},'e':{'f':1E+400}}"));
    }

    @Test
    void escapesWhatIsNotAsciiInTextAndNames() {
        assertThat(encoded(Map.of("\u00e4\u2028", "\u20ac\ud83d\ude00")))
                .isEqualToIgnoringCase("{\"\\u00e4\\u2028\":\"\\u20ac\\ud83d\\ude00\"}");
    }

    @Test
    void escapesControlCharactersQuotesAndBackslashes() {
        assertThat(encoded(List.of("\n\r\t\u0000\"\\"))).isEqualTo("[\"\\n\\r\\t\\u0000\\\"\\\\\"]");
    }

    @Test
    void writesUnpairedSurrogatesAsReplacementCharacters() {
        assertThat(encoded(Map.of("\ude00", "a\ud83d"))).isEqualToIgnoringCase("{\"\\ufffd\":\"a\\ufffd\"}");
        assertThat(encoded(RawJson.of("{\"n\":[\"\\ude00\",true,null,\"\\ud83d\\ude00\"]}")))
                .isEqualToIgnoringCase("{\"n\":[\"\\ufffd\",true,null,\"\\ud83d\\ude00\"]}");
        assertThat(encoded(JsonNodeFactory.instance.objectNode().put("\ud83d", "\ude00")))
                .isEqualToIgnoringCase("{\"\\ufffd\":\"\\ufffd\"}");
    }

    @SuppressWarnings("ArrayRecordComponent") // what is written here
    record Bound(
            String text,
            char[] chars,
            Map<String, String> names,
            @JsonRawValue String raw) {}

    @Test
    void writesUnpairedSurrogatesOfBoundObjectsAsReplacementCharacters() {
        Bound bound = new Bound("\ud83d", new char[] {'a', '\ude00'}, Map.of("\ude00", ""), "{\n\"r\": \"\\ud83d\"}");

        assertThat(encoded(bound))
                .isEqualToIgnoringCase("{\"text\":\"\\ufffd\",\"chars\":\"a\\ufffd\",\"names\":{\"\\ufffd\":\"\"},"
                        + "\"raw\":{\"r\":\"\\ufffd\"}}");
    }

    @Test
    void writesRawJsonOfSeveralLinesAsOne() {
        RawJson raw = RawJson.of("{\n\t\"a\" :\r\n [ 1e400 , \"\u00e4\" ]\n}");

        assertThat(encoded(Map.of("raw", raw))).isEqualToIgnoringCase("{\"raw\":{\"a\":[1e400,\"\\u00e4\"]}}");
    }

    @Test
    void writesObjectsOfAnApplicationAsTheyAreBound() {
        record Point(int x, String y) {}

        assertThat(encoded(List.of(new Point(1, "\u00e4"), new int[] {1, 2}, 'c')))
                .isEqualToIgnoringCase("[{\"x\":1,\"y\":\"\\u00e4\"},[1,2],\"c\"]");
    }

    sealed interface Shape permits Circle {}

    record Circle(int r) implements Shape {}

    record Options(Optional<Instant> at, Optional<Shape> shape, Optional<List<Duration>> times, OptionalInt left) {}

    /** Also after trees were parsed, whose mapper knows none of these types. */
    @Test
    void writesWhatAnOptionalHoldsAsInItsPlace() {
        assertThat(Json.mapper().createObjectNode()).isEmpty();
        Options options = new Options(
                Optional.of(Instant.EPOCH),
                Optional.of(new Circle(1)),
                Optional.of(List.of(Duration.ofSeconds(2))),
                OptionalInt.empty());

        assertThat(encoded(options))
                .isEqualTo(json("{'at':'1970-01-01T00:00:00Z','shape':{'type':'Circle','r':1},'times':['PT2S']}"));
    }

    @Test
    void aMapThatHoldsItselfIsNoReasonToExhaustTheStack() {
        Map<String, Object> map = new HashMap<>();
        map.put("self", map);

        assertThatIllegalArgumentException().isThrownBy(() -> Json.encode(map));
    }

    @Test
    void saysWhatCannotBeWritten() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.encode(Map.of("a", new Object())))
                .withMessageStartingWith("Cannot be written as JSON: ")
                .withMessageContaining("java.lang.Object");
    }
}

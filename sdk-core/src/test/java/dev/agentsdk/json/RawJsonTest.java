package dev.agentsdk.json;

import static dev.agentsdk.internal.session.JsonText.json;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawJsonTest {

    private static final byte[] BUFFER = jsonBytes("xx{'a':1}yy{'a':1}");

    private record Point(int x, int y) {}

    @Test
    void isTheSliceAndNothingBesideIt() {
        RawJson slice = RawJson.wrap(BUFFER, 2, 7);

        assertThat(slice.text()).isEqualTo(json("{'a':1}"));
        assertThat(slice.utf8()).isEqualTo(jsonBytes("{'a':1}"));
        assertThat(slice.size()).isEqualTo(7);
        assertThat(slice.tree().get("a").intValue()).isEqualTo(1);
        assertThat(slice.as(Object.class)).isEqualTo(Map.of("a", 1));
    }

    @Test
    void theSizeIsInBytesAndNotInCharacters() {
        assertThat(RawJson.of("\"\u00e4\ud83d\ude00\"").size()).isEqualTo(8);
    }

    @Test
    void givesOutACopyOfItsBytes() {
        RawJson value = RawJson.of("[1]");

        value.utf8()[1] = '2';

        assertThat(value.text()).isEqualTo("[1]");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 19})
    void refusesASliceThatBeginsOutsideTheArray(int offset) {
        assertThatThrownBy(() -> RawJson.wrap(BUFFER, offset, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void refusesASliceThatEndsOutsideTheArray() {
        assertThatThrownBy(() -> RawJson.wrap(BUFFER, 1, BUFFER.length)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> RawJson.wrap(BUFFER, 1, Integer.MAX_VALUE))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void equalityIsThatOfTheBytesWhereverTheyLie() {
        RawJson first = RawJson.wrap(BUFFER, 2, 7);
        RawJson second = RawJson.wrap(BUFFER, 11, 7);

        assertThat(first).isEqualTo(second).hasSameHashCodeAs(second);
        assertThat(first).isEqualTo(RawJson.of(json("{'a':1}"))).hasSameHashCodeAs(RawJson.of(json("{'a':1}")));
        assertThat(first).isNotEqualTo(RawJson.of(json("{'a': 1}"))).isNotEqualTo(RawJson.of(json("{'a':2}")));
        assertThat(first.equals(null)).isFalse();
        assertThat(first).isNotEqualTo(json("{'a':1}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e400",
                "-1e400",
                "0.1",
                "3.14159265358979323846264338327950288419716939937510582097494459",
                "12345678901234567890.123456789"
            })
    @Tag("R-57")
    void decimalsAreExactInTheTree(String number) {
        JsonNode node = RawJson.of(number).tree();

        assertThat(node.isBigDecimal()).isTrue();
        assertThat(node.decimalValue()).isEqualByComparingTo(new BigDecimal(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "9223372036854775808", "-9223372036854775809", "0", "-1"})
    @Tag("R-57")
    void integersAreExactInTheTree(String number) {
        JsonNode node = RawJson.of(number).tree();

        assertThat(node.isIntegralNumber()).isTrue();
        assertThat(node.bigIntegerValue()).isEqualTo(new BigInteger(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1.5E-99999999999", "1e2147483649"})
    @Tag("R-57")
    void aNumberThatIsTooLargeForAnyTypeIsItsText(String number) {
        assertThat(RawJson.of(number).tree().textValue()).isEqualTo(number);
        JsonNode tree = RawJson.of("{\"a\":[0.10," + number + ",\"x\"],\"b\":" + number + ",\"c\":{}}")
                .tree();
        assertThat(tree.at("/a/0").decimalValue()).isEqualTo(new BigDecimal("0.10"));
        assertThat(tree.at("/a/1").textValue()).isEqualTo(number);
        assertThat(tree.at("/a/2").textValue()).isEqualTo("x");
        assertThat(tree.at("/b").textValue()).isEqualTo(number);
        assertThat(tree.at("/c").isObject()).isTrue();
        assertThatThrownBy(() -> RawJson.of(number + " 1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RawJson.of("[" + number + ",")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parsesAnewOnEachCall() {
        RawJson value = RawJson.of("{}");

        assertThat(value.tree()).isEqualTo(value.tree()).isNotSameAs(value.tree());
    }

    @Test
    void bindsToAClassAndIgnoresFieldsThatItLacks() {
        RawJson value = RawJson.of(json("{'z':{'deep':[1]},'x':3,'y':4}"));

        assertThat(value.as(Point.class)).isEqualTo(new Point(3, 4));
    }

    @Test
    void saysWhatDoesNotFitTheClass() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RawJson.of(json("{'x':[]}")).as(Point.class))
                .withMessageStartingWith("The JSON value does not fit " + Point.class.getName() + ": ")
                .withCauseInstanceOf(JsonProcessingException.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RawJson.of("[1]").as(String.class))
                .withMessageContaining("java.lang.String");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'a':1}", "[]", "'text'", "1", "-0.5e-3", "true", "false", "null", " {} "})
    void anyJsonValueCanBeMadeFromText(String value) {
        assertThat(RawJson.of(json(value)).text()).isEqualTo(json(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{'a'}",
                "{'a':1,}",
                "[1,]",
                "nul",
                "text",
                "01",
                "NaN",
                "1 2",
                "{} {}",
                "{}x",
                "// c\n1",
                "'a"
            })
    void refusesTextThatIsNotOneJsonValue(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RawJson.of(json(text)))
                .withMessageStartingWith("Not a JSON value: ");
    }

    @Test
    void refusesAValueThatIsTooDeepWithoutExhaustingTheStack() {
        assertThatIllegalArgumentException().isThrownBy(() -> RawJson.of("[".repeat(100_000)));
        assertThatIllegalArgumentException().isThrownBy(() -> RawJson.of("[".repeat(100_000) + "]".repeat(100_000)));
    }

    @Test
    void aSliceThatIsNoJsonFailsOnlyWhenItIsParsed() {
        RawJson slice = RawJson.wrap(BUFFER, 0, 3);

        assertThat(slice.text()).isEqualTo("xx{");
        assertThatThrownBy(slice::tree)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Not a JSON value: ");
        assertThatIllegalArgumentException().isThrownBy(() -> slice.as(Object.class));
    }

    @Test
    void showsItsSizeAndNoContent() {
        assertThat(RawJson.of("\"secret\"")).hasToString("RawJson[8 bytes]");
    }

    @Test
    void keepsTheTextToTheLastByte() {
        String text = "[ 1.10,\t\"\\u00e4\u00e4\u2028\" , {\"b\":1, \"a\":2, \"b\":3} ]";

        assertThat(RawJson.of(text).text()).isEqualTo(text);
        assertThat(RawJson.of(text).utf8()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        assertThat(RawJson.of(text).tree()).hasSize(3);
    }
}

package dev.agentsdk.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.json.RawJson;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values come from a model: whatever they are, a check ends, and the alternatives of a schema do not multiply. */
@Tag("R-113")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SchemaEffortTest {

    private static final String TOO_COMPLEX = "the value is too large, or nested too deeply, to be checked";

    sealed interface Expression permits Sum, Product, Leaf {}

    record Sum(Expression left, List<Expression> others) implements Expression {}

    record Product(Expression left, List<Expression> others) implements Expression {}

    record Leaf(int n) implements Expression {}

    record Formula(Expression of) {}

    private static List<String> problems(String schema, String value) {
        return JsonSchema.of(schema.replace('\'', '"')).problems(RawJson.of(value.replace('\'', '"')));
    }

    private static String nested(int depth, String open, String inner, String close) {
        return open.repeat(depth) + inner + close.repeat(depth);
    }

    private static RawJson formula(int depth, String number) {
        String value =
                nested(depth, "{'type':'Product','others':[],'left':", "{'type':'Leaf','n':" + number + "}", "}");
        return RawJson.of(("{'of':" + value + "}").replace('\'', '"'));
    }

    @Test
    void unionsWithinUnionsAreReadInLinearTime() {
        RecordShape<Formula> shape = RecordShape.of(Formula.class);

        Expression at = shape.read(formula(100, "7")).of();
        for (int i = 0; i < 100; i++) {
            at = ((Product) at).left();
        }
        assertThat(at).isEqualTo(new Leaf(7));
        assertThatThrownBy(() -> shape.read(formula(100, "true")))
                .isInstanceOf(MisfitException.class)
                .hasMessageContaining("left.n must be an integer");
    }

    /** A recursive schema by hand, in which each alternative has the same recursion. */
    @ParameterizedTest
    @ValueSource(strings = {"anyOf", "oneOf"})
    void recursiveAlternativesDoNotMultiply(String keyword) {
        String schema = "{'$ref':'#/$defs/t','$defs':{'t':{'" + keyword + "':["
                + "{'type':'integer'},"
                + "{'type':'object','properties':{'n':{'$ref':'#/$defs/t'}},'required':['n','x']},"
                + "{'type':'object','properties':{'n':{'$ref':'#/$defs/t'}},'required':['n','y']}]}}}";

        assertThat(problems(schema, nested(100, "{'y':1,'n':", "1", "}"))).isEmpty();
        assertThat(problems(schema, nested(100, "{'y':1,'n':", "true", "}"))).hasSize(1);
    }

    /** A check that is given up must not be taken for one that found nothing, nor for one that found what "not" wants. */
    @ParameterizedTest
    @ValueSource(strings = {"%s", "{'not':%s}", "{'oneOf':[%s,{'type':'string'}]}", "{'anyOf':[%s,{}]}"})
    void whatTakesTooLongDoesNotFit(String around) {
        String definitions = IntStream.range(0, 40)
                .mapToObj(i -> "'a" + i + "':{'anyOf':[{'$ref':'#/$defs/a" + (i + 1) + "'},{'$ref':'#/$defs/a" + (i + 1)
                        + "'}]}")
                .collect(Collectors.joining(",", "{", ",'a40':{'type':'string'}}"));
        String schema = around.formatted("{'$ref':'#/$defs/a0'}");
        String withDefinitions = schema.substring(0, schema.length() - 1) + ",'$defs':" + definitions + "}";

        assertThat(problems(withDefinitions, "1")).containsExactly(TOO_COMPLEX);
    }

    @Test
    void manyNamesTimesManyPatternsAreGivenUp() {
        String patterns =
                IntStream.range(0, 300).mapToObj(i -> "'x" + i + "':{}").collect(Collectors.joining(","));
        String names =
                IntStream.range(0, 100_000).mapToObj(i -> "'k" + i + "':1").collect(Collectors.joining(","));

        assertThat(problems("{'patternProperties':{" + patterns + "}}", "{" + names + "}"))
                .containsExactly(TOO_COMPLEX);
    }

    @Test
    void aPatternThatTriesTooMuchIsGivenUp() {
        String schema = "{'type':'string','pattern':'^(.*a){20}$'}";
        assertThat(problems(schema, "'" + "a".repeat(60) + "!'")).containsExactly(TOO_COMPLEX);
        assertThat(problems("{'not':" + schema + "}", "'" + "a".repeat(60) + "!'"))
                .containsExactly(TOO_COMPLEX);
        assertThat(problems(schema, "'" + "a".repeat(60) + "'")).isEmpty();
        assertThat(problems("{'pattern':'^(?:\\\\w+ )*z$'}", "'" + "word ".repeat(1_000) + "z'"))
                .isEmpty();
    }

    @Test
    void whatIsDeeperThanTheStackDoesNotFit() throws InterruptedException {
        String schema = "{'$ref':'#/$defs/t','$defs':{'t':{'anyOf':[{'type':'integer'},"
                + "{'properties':{'n':{'$ref':'#/$defs/t'}},'required':['n']}]}}}";
        AtomicReference<List<String>> found = new AtomicReference<>(List.of());
        Thread small = new Thread(
                null, () -> found.set(problems(schema, nested(400, "{'n':", "true", "}"))), "small stack", 200_000);
        small.start();
        small.join();

        assertThat(found.get()).containsExactly(TOO_COMPLEX);
    }

    @Test
    void largeElementsAreNotComparedWithEachOther() {
        String large = IntStream.range(0, 2_000)
                .mapToObj(i -> "[" + "1,".repeat(500) + i % 1_999 + "]")
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(problems("{'uniqueItems':true}", large)).isEmpty();
        String small = IntStream.range(0, 2_000)
                .mapToObj(i -> Integer.toString(i % 1_999))
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(problems("{'uniqueItems':true}", small))
                .containsExactly("the value must not have two equal elements");
    }

    sealed interface Value permits Flag, Amount, Word {}

    sealed interface Flag extends Value permits Not, Empty {}

    record Not(Flag of) implements Flag {}

    record Empty(Value of) implements Flag {}

    record Amount(double value) implements Value {}

    record Word(String text) implements Value {}

    record Arguments(Value value) {}

    /** Each level of alternatives quotes those of the level below. */
    @ParameterizedTest
    @ValueSource(ints = {4, 40, 400})
    void problemsOfAlternativesDoNotMultiply(int depth) {
        String value = "{'value':" + nested(depth, "{'of':", "true", ",'type':'x'}") + "}";
        JsonSchema schema = RecordShape.of(Arguments.class).schema();
        List<String> problems = schema.problems(RawJson.of(value.replace('\'', '"')));

        assertThat(problems)
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).hasSizeLessThan(4_000));
    }

    /** A path that is copied for each element takes the product of a name's length and the number of elements. */
    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aLongNameCostsNothingForEachElement() {
        String schema = "{'additionalProperties':{'type':'array','items':{'type':'integer'}}}";
        String name = "k".repeat(4_000_000);

        assertThat(problems(schema, "{'" + name + "':[1" + ",1".repeat(500_000) + "]}"))
                .isEmpty();
        assertThat(problems(schema, "{'" + name + "':[1,'x']}"))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem).startsWith("kkk").endsWith("[1] must be an integer, not a string"))
                .satisfies(problem -> assertThat(problem).hasSizeLessThan(300));
    }

    record Tags(Map<String, List<Integer>> tags) {}

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aLongNameCostsNothingForEachElementThatIsRead() {
        String name = "k".repeat(4_000_000);
        Tags tags = RecordShape.of(Tags.class)
                .read(RawJson.of("{\"tags\":{\"" + name + "\":[1" + ",1".repeat(500_000) + "]}}"));

        assertThat(tags.tags().get(name)).hasSize(500_001);
    }

    @Test
    void aPathIsPrintableAndItsEndIsShown() {
        String schema =
                "{'$ref':'#/$defs/t','$defs':{'t':{'additionalProperties':{'$ref':'#/$defs/t'},'type':'object'}}}";

        assertThat(problems(schema, "{'a\\u001b[2J':1}"))
                .containsExactly("a\\u001b[2J must be an object, not the number 1");
        assertThat(problems(schema, nested(100, "{'n':", "1", "}")))
                .containsExactly("…" + ".n".repeat(20) + " must be an object, not the number 1");
    }

    /** Else a long text would pass any pattern with a repeated group. */
    @ParameterizedTest
    @ValueSource(strings = {"^[a-z0-9]+(-[a-z0-9]+)*$", "^([a-z]|[0-9]|-)+$"})
    void aLongTextIsCheckedAgainstAPatternAsAShortOneIs(String pattern) {
        String schema = "{'pattern':'" + pattern + "'}";
        String text = "a" + "-a".repeat(10_000);

        assertThat(problems(schema, "'" + text + "'")).isEmpty();
        assertThat(problems(schema, "'" + text + "; rm -rf /x'"))
                .containsExactly("the value must match the pattern " + pattern);
    }

    @Test
    void aTextThatIsTooLongForAPatternDoesNotFit() {
        String longText = "ab".repeat(200_000);
        assertThat(problems("{'pattern':'^(a|b)*$'}", "'" + longText + "'")).containsExactly(TOO_COMPLEX);
        assertThat(problems(
                        "{'patternProperties':{'^(a|b)*$':{}},'additionalProperties':false}", "{'" + longText + "':1}"))
                .containsExactly(TOO_COMPLEX);
    }
}

package dev.agentsdk.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.message.RawJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schemas of records, and values read into them. */
class RecordShapeTest {

    enum Unit {
        METRE,
        @JsonProperty("mile")
        MILE
    }

    @Description("A point.")
    record Point(@Description("to the right") double x, double y) {}

    record Everything(
            String text,
            boolean flag,
            Boolean boxedFlag,
            byte tiny,
            short small,
            int whole,
            long large,
            BigInteger huge,
            float single,
            double number,
            BigDecimal exact,
            Unit unit,
            Point point,
            List<Point> points,
            Map<String, List<Integer>> table,
            JsonNode any,
            RawJson raw,
            Optional<String> maybe,
            OptionalInt maybeInt,
            OptionalLong maybeLong,
            OptionalDouble maybeDouble,
            Optional<List<Unit>> maybeList,
            @Nullable Integer nullable,
            @JsonProperty("file_path") String filePath) {}

    private static RawJson json(String text) {
        return RawJson.of(text.replace('\'', '"'));
    }

    @Test
    void theSchemaHasAllTypesNamesDescriptionsAndWhatIsRequired() {
        assertThat(RecordShape.of(Everything.class).schema().json().tree())
                .isEqualTo(json("{'type':'object','properties':{"
                                + "'text':{'type':'string'},'flag':{'type':'boolean'},'boxedFlag':{'type':'boolean'},"
                                + "'tiny':{'type':'integer'},'small':{'type':'integer'},'whole':{'type':'integer'},"
                                + "'large':{'type':'integer'},'huge':{'type':'integer'},'single':{'type':'number'},"
                                + "'number':{'type':'number'},'exact':{'type':'number'},"
                                + "'unit':{'type':'string','enum':['METRE','mile']},"
                                + "'point':{'type':'object','description':'A point.','properties':{"
                                + "'x':{'type':'number','description':'to the right'},'y':{'type':'number'}},"
                                + "'required':['x','y'],'additionalProperties':false},"
                                + "'points':{'type':'array','items':{'type':'object','description':'A point.',"
                                + "'properties':{'x':{'type':'number','description':'to the right'},"
                                + "'y':{'type':'number'}},'required':['x','y'],'additionalProperties':false}},"
                                + "'table':{'type':'object','additionalProperties':"
                                + "{'type':'array','items':{'type':'integer'}}},"
                                + "'any':{},'raw':{},'maybe':{'type':'string'},'maybeInt':{'type':'integer'},"
                                + "'maybeLong':{'type':'integer'},'maybeDouble':{'type':'number'},"
                                + "'maybeList':{'type':'array','items':{'type':'string','enum':['METRE','mile']}},"
                                + "'nullable':{'type':'integer'},'file_path':{'type':'string'}},"
                                + "'required':['text','flag','boxedFlag','tiny','small','whole','large','huge','single',"
                                + "'number','exact','unit','point','points','table','any','raw','file_path'],"
                                + "'additionalProperties':false}")
                        .tree());
    }

    private static final String FULL = "{'text':'t','flag':true,'boxedFlag':false,'tiny':1,'small':2,'whole':3,"
            + "'large':4000000000,'huge':123456789012345678901234567890,'single':1.5,'number':2.5,'exact':0.10,"
            + "'unit':'mile','point':{'x':1,'y':2},'points':[{'x':3,'y':4.5}],'table':{'a':[1,2],'b':[]},"
            + "'any':null,'raw':{'k':[1]},'file_path':'/a'";

    @Test
    void aValueIsReadIntoItsRecord() {
        Everything read = RecordShape.of(Everything.class)
                .read(json(FULL + ",'maybe':'m','maybeInt':7,'maybeLong':8,'maybeDouble':9.5,"
                        + "'maybeList':['METRE'],'nullable':10}"));
        assertThat(read.text()).isEqualTo("t");
        assertThat(read.large()).isEqualTo(4_000_000_000L);
        assertThat(read.huge()).isEqualTo(new BigInteger("123456789012345678901234567890"));
        assertThat(read.exact()).isEqualTo(new BigDecimal("0.10"));
        assertThat(read.unit()).isEqualTo(Unit.MILE);
        assertThat(read.points()).containsExactly(new Point(3, 4.5));
        assertThat(read.table()).containsEntry("a", List.of(1, 2)).containsEntry("b", List.of());
        assertThat(read.any().isNull()).isTrue();
        assertThat(read.raw().text()).isEqualTo("{\"k\":[1]}");
        assertThat(read.maybe()).contains("m");
        assertThat(read.maybeInt()).hasValue(7);
        assertThat(read.maybeLong()).hasValue(8);
        assertThat(read.maybeDouble()).hasValue(9.5);
        assertThat(read.maybeList()).contains(List.of(Unit.METRE));
        assertThat(read.nullable()).isEqualTo(10);
        assertThat(read.filePath()).isEqualTo("/a");
    }

    @Test
    void whatMayBeLeftOutIsEmptyWhetherMissingOrNull() {
        for (String rest : List.of("}", ",'maybe':null,'maybeInt':null,'maybeList':null,'nullable':null}")) {
            Everything read = RecordShape.of(Everything.class).read(json(FULL + rest));
            assertThat(read.maybe()).isEmpty();
            assertThat(read.maybeInt()).isEmpty();
            assertThat(read.maybeLong()).isEmpty();
            assertThat(read.maybeDouble()).isEmpty();
            assertThat(read.maybeList()).isEmpty();
            assertThat(read.nullable()).isNull();
        }
    }

    record Order(int amount, Unit unit, List<Point> route, Map<String, Integer> stock) {
        Order {
            if (amount < 1) {
                throw new IllegalArgumentException("the amount must be positive");
            }
        }
    }

    private static List<String> problems(String value) {
        MisfitException thrown = catchThrowableOfType(
                MisfitException.class, () -> RecordShape.of(Order.class).read(json(value)));
        assertThat(thrown).as(value).isNotNull();
        return thrown.problems();
    }

    @Test
    void aMisfitSaysAllThatIsWrongAndWhere() {
        assertThat(problems("{'amount':'3','unit':'FOOT','route':[{'x':1,'y':2},{'x':true,'z':1}],'stock':{'a':1.5},"
                        + "'surplus':1}"))
                .containsExactlyInAnyOrder(
                        "amount must be an integer, not a string",
                        "unit must be one of [\"METRE\",\"mile\"]",
                        "route[1].x must be a number, not a boolean",
                        "route[1].y is missing",
                        "route[1].z is not known; known are [x, y]",
                        "stock.a must be an integer, not the number 1.5",
                        "surplus is not known; known are [amount, unit, route, stock]");
        assertThat(problems("[]")).containsExactly("the value must be an object, not an array");
        assertThat(problems("{'amount':null,'unit':'mile','route':[],'stock':{}}"))
                .containsExactly("amount must be an integer, not null");
    }

    @Test
    void whatASchemaCannotSayIsAMisfitToo() {
        assertThat(problems("{'amount':3000000000,'unit':'mile','route':[],'stock':{}}"))
                .containsExactly("amount is out of range for a Java int");
        assertThat(problems("{'amount':0,'unit':'mile','route':[],'stock':{}}"))
                .containsExactly("the value is refused: the amount must be positive");
        assertThat(problems("{'amount':1e999999999,'unit':'mile','route':[],'stock':{}}"))
                .containsExactly("amount must be an integer, not a number that is too long to be read");
        assertThat(problems("{'amount':1,'unit':'mile','route':[{'x':1e400,'y':1}],'stock':{}}"))
                .containsExactly("route[0].x is out of range for a Java double");
    }

    @Test
    void anIntegerMayBeWrittenAsADecimal() {
        assertThat(RecordShape.of(Order.class)
                        .read(json("{'amount':3.0,'unit':'mile','route':[],'stock':{}}"))
                        .amount())
                .isEqualTo(3);
    }

    @Test
    void atMostTenProblemsAreTold() {
        assertThat(problems("{'amount':1,'unit':'mile','route':[],'stock':{},"
                        + "'a':1,'b':1,'c':1,'d':1,'e':1,'f':1,'g':1,'h':1,'i':1,'j':1,'k':1}"))
                .hasSize(10);
    }

    sealed interface Shape permits Circle {}

    record Circle(double radius) implements Shape {}

    record WithSealed(Shape shape) {}

    record WithDate(Date date) {}

    @SuppressWarnings("ArrayRecordComponent") // on purpose
    record WithArray(int[] numbers) {}

    record Tree(List<Tree> children) {}

    record Box<T>(T content) {}

    record WithBox(Box<String> box) {}

    record WithIntKeys(Map<Integer, String> map) {}

    @SuppressWarnings("rawtypes")
    record WithRawList(List list) {}

    record WithDeepOptional(List<Optional<String>> list) {}

    record WithWildcard(List<? extends Number> list) {}

    record WithChar(char c) {}

    record SameName(@JsonProperty("b") int a, int b) {}

    enum Empty {}

    record WithEmpty(Empty empty) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WithSealed | WithSealed.shape | sealed",
                "WithDate | WithDate.date | java.util.Date",
                "WithArray | WithArray.numbers | arrays are not supported",
                "Tree | Tree.children[] | contains itself",
                "WithBox | WithBox.box | not supported",
                "WithIntKeys | WithIntKeys.map | keys of a Map",
                "WithRawList | WithRawList.list | type arguments",
                "WithDeepOptional | WithDeepOptional.list[] | Optional",
                "WithWildcard | WithWildcard.list[] | not supported",
                "WithChar | WithChar.c | char",
                "SameName | SameName | the name \"b\"",
                "WithEmpty | WithEmpty.empty | no constants",
            })
    void whatHasNoFormInJsonIsRefusedAtOnce(String type, String path, String problem) throws Exception {
        Class<?> record = Class.forName(RecordShapeTest.class.getName() + "$" + type);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordShape.of(record))
                .withMessageContaining("at " + path + ",")
                .withMessageContaining(problem)
                .withMessageContaining("Supported are");
    }

    @Test
    void onlyRecordsHaveAShape() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordShape.of(String.class))
                .withMessageContaining("no record");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordShape.of(Box.class))
                .withMessageContaining("type parameters");
    }

    record Twice(Point a, Point b) {}

    @Test
    void theSameRecordMayStandInTwoPlaces() {
        assertThat(RecordShape.of(Twice.class).read(json("{'a':{'x':1,'y':2},'b':{'x':3,'y':4}}")))
                .isEqualTo(new Twice(new Point(1, 2), new Point(3, 4)));
    }
}

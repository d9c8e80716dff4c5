package dev.agentsdk.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.OptBoolean;
import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.tool.ToolContent;
import dev.agentsdk.tool.ToolResult;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonNaming;

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

    sealed interface Odd permits OddClass {}

    static final class OddClass implements Odd {}

    record WithSealed(Odd odd) {}

    sealed interface Named permits HasType {}

    record HasType(String type) implements Named {}

    record WithTakenName(Named named) {}

    record WithRawBox(@SuppressWarnings("rawtypes") Box box) {}

    record Endless<T>(Optional<Endless<List<T>>> more) {}

    record WithEndless(Endless<String> endless) {}

    record WithUnwrapped(@JsonUnwrapped Point point) {}

    record WithFormat(@JsonFormat(pattern = "yyyy") LocalDate date) {}

    record WithReadOnly(
            @JsonProperty(access = JsonProperty.Access.READ_ONLY)
            String id) {}

    @JsonIgnoreProperties("a")
    record WithIgnoredNames(int a) {}

    record WithFactory(int a) {
        @JsonCreator
        static WithFactory of(String text) {
            return new WithFactory(text.length());
        }
    }

    enum CreatorOnly {
        A;

        @JsonCreator
        static CreatorOnly of(String text) {
            return A;
        }
    }

    record WithCreatorOnly(CreatorOnly value) {}

    record WithBadDefault(
            @JsonProperty(defaultValue = "many") int n) {}

    record WithOptionalInt(
            @JsonProperty(isRequired = OptBoolean.FALSE) int n) {}

    record WithDate(Date date) {}

    record Box<T>(T content) {}

    record WithIntKeys(Map<Integer, String> map) {}

    @SuppressWarnings("rawtypes")
    record WithRawList(List list) {}

    record WithDeepOptional(List<Optional<String>> list) {}

    record WithWildcard(List<? extends Number> list) {}

    record WithChar(char c) {}

    record SameName(@JsonProperty("b") int a, int b) {}

    @JsonNaming
    record WithNaming(int someValue) {}

    record WithDeserializer(@JsonDeserialize int a) {}

    @JsonNaming
    enum NamedConstants {
        A
    }

    record WithNamedConstants(NamedConstants value) {}

    record WithIgnoredNamesAtPart(@JsonIgnoreProperties("x") Point point) {}

    record WithTypeInfoAtPart(
            @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Point point) {}

    record WithValue(int a) {
        @JsonValue
        String text() {
            return "v" + a;
        }
    }

    record WithValueAtPart(@JsonValue String a) {}

    record WithMore(int a) {
        @JsonProperty("extra")
        int extra() {
            return 5;
        }
    }

    record WithAnyGetter(int a) {
        @JsonAnyGetter
        Map<String, Object> others() {
            return Map.of();
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    record WithTypeInfo(int a) {}

    record WithInheritedTypeInfo(Cat cat) {}

    interface HasExtra {
        @JsonProperty("extra")
        default int extra() {
            return 5;
        }
    }

    record WithInheritedMember(int a) implements HasExtra {}

    @Retention(RetentionPolicy.RUNTIME)
    @JacksonAnnotationsInside
    @JsonFormat(pattern = "yyyy")
    @interface Year {}

    record WithBundle(@Year LocalDate date) {}

    enum Empty {}

    record WithEmpty(Empty empty) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WithSealed | WithSealed.odd | neither a record nor such an interface",
                "WithTakenName | WithTakenName.named(HasType) | the name \"type\"",
                "WithRawBox | WithRawBox.box | type parameters",
                "WithEndless | WithEndless.endless | nest without end",
                "WithUnwrapped | WithUnwrapped.point | @JsonUnwrapped",
                "WithFormat | WithFormat.date | @JsonFormat",
                "WithReadOnly | WithReadOnly.id | @JsonProperty(access)",
                "WithIgnoredNames | WithIgnoredNames | @JsonIgnore at the component",
                "WithFactory | WithFactory | @JsonCreator",
                "WithCreatorOnly | WithCreatorOnly.value | @JsonCreator and no @JsonValue",
                "WithBadDefault | WithBadDefault.n | default value \"many\"",
                "WithOptionalInt | WithOptionalInt.n | a primitive cannot be null",
                "WithDate | WithDate.date | java.util.Date",
                "WithIntKeys | WithIntKeys.map | keys of a Map",
                "WithRawList | WithRawList.list | type arguments",
                "WithDeepOptional | WithDeepOptional.list[] | Optional",
                "WithWildcard | WithWildcard.list[] | not supported",
                "WithChar | WithChar.c | char",
                "SameName | SameName | the name \"b\"",
                "WithEmpty | WithEmpty.empty | no constants",
                "WithNaming | WithNaming | @JsonNaming",
                "WithDeserializer | WithDeserializer.a | @JsonDeserialize",
                "WithNamedConstants | WithNamedConstants.value | @JsonNaming",
                "WithIgnoredNamesAtPart | WithIgnoredNamesAtPart.point | @JsonIgnoreProperties",
                "WithTypeInfoAtPart | WithTypeInfoAtPart.point | @JsonTypeInfo",
                "WithValue | WithValue | @JsonValue of WithValue.text",
                "WithValueAtPart | WithValueAtPart.a | @JsonValue",
                "WithMore | WithMore | @JsonProperty of WithMore.extra",
                "WithAnyGetter | WithAnyGetter | @JsonAnyGetter of WithAnyGetter.others",
                "WithTypeInfo | WithTypeInfo | @JsonTypeInfo",
                "WithInheritedTypeInfo | WithInheritedTypeInfo.cat | @JsonTypeInfo",
                "WithInheritedMember | WithInheritedMember | @JsonProperty of HasExtra.extra",
                "WithBundle | WithBundle.date | @JsonFormat",
            })
    void whatHasNoFormInJsonIsRefusedAtOnce(String type, String path, String problem) throws Exception {
        Class<?> record = Class.forName(RecordShapeTest.class.getName() + "$" + type);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordShape.of(record))
                .withMessageContaining("at " + path)
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

    sealed interface Shape permits Circle, Square, Group {}

    record Circle(double radius) implements Shape {}

    record Square(double side) implements Shape {}

    record Group(List<Shape> parts) implements Shape {}

    record Drawing(Shape shape, Circle frame) {}

    @Test
    void aSealedInterfaceIsToldApartByAProperty() {
        RecordShape<Drawing> drawing = RecordShape.of(Drawing.class);
        String circle = "{'type':'object','properties':{'type':{'type':'string','const':'Circle'},"
                + "'radius':{'type':'number'}},'required':['type','radius'],'additionalProperties':false}";
        String square = circle.replace("Circle", "Square").replace("radius", "side");
        String group =
                "{'type':'object','properties':{'type':{'type':'string','const':'Group'},'parts':{'type':'array',"
                        + "'items':{'anyOf':[" + circle + "," + square + ",{'$ref':'#/$defs/Group'}]}}},"
                        + "'required':['type','parts'],'additionalProperties':false}";
        assertThat(drawing.schema().json().tree())
                .isEqualTo(json("{'type':'object','properties':{"
                                + "'shape':{'anyOf':[" + circle + "," + square + ",{'$ref':'#/$defs/Group'}]},"
                                + "'frame':{'type':'object','properties':{'radius':{'type':'number'}},"
                                + "'required':['radius'],'additionalProperties':false}},"
                                + "'required':['shape','frame'],'additionalProperties':false,'$defs':{'Group':" + group
                                + "}}")
                        .tree());

        Drawing value = drawing.read(json("{'shape':{'type':'Group','parts':[{'type':'Circle','radius':1},"
                + "{'type':'Group','parts':[]}]},'frame':{'radius':2}}"));
        assertThat(value)
                .isEqualTo(new Drawing(new Group(List.of(new Circle(1), new Group(List.of()))), new Circle(2)));
        assertThat(misfit(Drawing.class, "{'shape':{'type':'Circle','radius':'1'},'frame':{'radius':2}}"))
                .containsExactly("shape.radius must be a number, not a string");
        assertThat(misfit(Drawing.class, "{'shape':{'type':'Oval'},'frame':{'radius':2}}")
                        .get(0))
                .startsWith("shape must fit one of 3 alternatives: shape.");
        assertThat(RecordShape.of(Drawing.class).read(json(written(value)))).isEqualTo(value);
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({@JsonSubTypes.Type(value = Cat.class, name = "cat"), @JsonSubTypes.Type(Dog.class)})
    sealed interface Pet permits Cat, Dog {}

    record Cat(int lives) implements Pet {}

    @JsonTypeName("dog")
    record Dog(String name) implements Pet {}

    record Owner(List<Pet> pets) {}

    @Test
    void jacksonsAnnotationsSayHowASealedInterfaceIsToldApart() {
        Owner owner = new Owner(List.of(new Cat(9), new Dog("Rex")));
        assertThat(RecordShape.of(Owner.class)
                        .read(json("{'pets':[{'kind':'cat','lives':9},{'kind':'dog','name':'Rex'}]}")))
                .isEqualTo(owner);
        assertThat(RecordShape.of(Owner.class).read(json(written(owner)))).isEqualTo(owner);
    }

    interface HasName {
        @JsonProperty("full_name")
        String name();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
    interface Tagged {}

    sealed interface Thing extends Tagged permits Stone {}

    record Stone(String name, Grain grain) implements Thing, HasName {
        @JsonIgnore
        boolean isHeavy() {
            return true;
        }
    }

    interface HasCode {
        @JsonValue
        int code();
    }

    enum Grain implements HasCode {
        FINE;

        @Override
        public int code() {
            return 7;
        }
    }

    record Heap(Thing thing) {}

    /** As Jackson has them inherited, which writes the results of tools. */
    @Test
    void jacksonsAnnotationsOfSupertypesCount() {
        Heap heap = new Heap(new Stone("granite", Grain.FINE));
        String inJson = "{'thing':{'is':'Stone','full_name':'granite','grain':7}}";
        assertThat(RecordShape.of(Heap.class).read(json(inJson))).isEqualTo(heap);
        assertThat(json(written(heap)).tree()).isEqualTo(json(inJson).tree());
    }

    record Tree(String value, List<Tree> children) {}

    record Forest(Tree first, Optional<Tree> second) {}

    @Test
    void aRecordMayContainItself() {
        String tree = "{'type':'object','properties':{'value':{'type':'string'},'children':{'type':'array','items':"
                + "{'$ref':'#/$defs/Tree'}}},'required':['value','children'],'additionalProperties':false}";
        assertThat(RecordShape.of(Tree.class).schema().json().tree())
                .isEqualTo(json(tree.substring(0, tree.length() - 1) + ",'$defs':{'Tree':" + tree + "}}")
                        .tree());
        assertThat(RecordShape.of(Forest.class).schema().json().tree().path("properties"))
                .isEqualTo(json("{'first':{'$ref':'#/$defs/Tree'},'second':{'$ref':'#/$defs/Tree'}}")
                        .tree());
        Tree leaf = new Tree("b", List.of());
        assertThat(RecordShape.of(Forest.class)
                        .read(json("{'first':{'value':'a','children':[{'value':'b','children':[]}]}}")))
                .isEqualTo(new Forest(new Tree("a", List.of(leaf)), Optional.empty()));
        assertThat(misfit(
                        Tree.class, "{'value':'a','children':[{'value':'b','children':[{'value':1,'children':[]}]}]}"))
                .containsExactly("children[0].children[0].value must be a string, not the number 1");
    }

    record Pair<A, B>(A left, B right) {}

    record Generics(Pair<String, List<Pair<Integer, Unit>>> pair, List<? extends Point> points, Box<Box<UUID>> box) {}

    @Test
    void typeArgumentsAreResolved() {
        UUID id = new UUID(1, 2);
        Generics value = new Generics(
                new Pair<>("a", List.of(new Pair<>(1, Unit.MILE))), List.of(new Point(1, 2)), new Box<>(new Box<>(id)));
        assertThat(RecordShape.of(Generics.class)
                        .read(json("{'pair':{'left':'a','right':[{'left':1,'right':'mile'}]},'points':[{'x':1,'y':2}],"
                                + "'box':{'content':{'content':'" + id + "'}}}")))
                .isEqualTo(value);
        assertThat(misfit(Generics.class, "{'pair':{'left':1,'right':[]},'points':[],'box':{'content':{'content':1}}}"))
                .containsExactly(
                        "pair.left must be a string, not the number 1",
                        "box.content.content must be a string, not the number 1");
        assertThat(RecordShape.of(Generics.class).read(json(written(value)))).isEqualTo(value);
    }

    record Times(
            Instant instant,
            OffsetDateTime offset,
            ZonedDateTime zoned,
            LocalDateTime local,
            LocalDate date,
            LocalTime time,
            Duration duration,
            Period period,
            UUID uuid,
            URI uri) {}

    @Test
    void datesAndOtherTextsHaveAFormat() {
        Times times = new Times(
                Instant.parse("2026-05-01T12:00:00.5Z"),
                OffsetDateTime.parse("2026-05-01T12:00:00+02:00"),
                ZonedDateTime.parse("2026-05-01T12:00:00+02:00"),
                LocalDateTime.parse("2026-05-01T12:00:01"),
                LocalDate.parse("2026-05-01"),
                LocalTime.parse("12:00:01"),
                Duration.ofMinutes(90),
                Period.ofDays(3),
                new UUID(1, 2),
                URI.create("https://example.org/a?b"));
        String json = "{'instant':'2026-05-01T12:00:00.500Z','offset':'2026-05-01T12:00:00+02:00',"
                + "'zoned':'2026-05-01T12:00:00+02:00','local':'2026-05-01T12:00:01','date':'2026-05-01',"
                + "'time':'12:00:01','duration':'PT1H30M','period':'P3D',"
                + "'uuid':'00000000-0000-0001-0000-000000000002','uri':'https://example.org/a?b'}";
        assertThat(RecordShape.of(Times.class).read(json(json))).isEqualTo(times);
        assertThat(RecordShape.of(Times.class).read(json(written(times)))).isEqualTo(times);
        assertThat(RecordShape.of(Times.class)
                        .schema()
                        .json()
                        .tree()
                        .path("properties")
                        .findValuesAsText("format"))
                .containsExactly("date-time", "date-time", "date-time", "date", "duration", "duration", "uuid", "uri");
        assertThat(misfit(Times.class, json.replace("2026-05-01T12:00:00.500Z", "1 May")))
                .containsExactly("instant must have the form of \"2026-05-01T12:00:00Z\"");
        assertThat(misfit(Times.class, json.replace("00000000-0000-0001-0000-000000000002", "0-0-1-0-2")))
                .containsExactly("uuid must have the form of \"123e4567-e89b-12d3-a456-426614174000\"");
    }

    @SuppressWarnings("ArrayRecordComponent") // on purpose
    record Lists(Set<String> set, Collection<Integer> collection, int[] numbers, Point[] points, byte[] bytes) {}

    @Test
    void setsAndArraysAreLists() {
        assertThat(RecordShape.of(Lists.class).schema().json().tree().path("properties"))
                .isEqualTo(json("{'set':{'type':'array','items':{'type':'string'},'uniqueItems':true},"
                                + "'collection':{'type':'array','items':{'type':'integer'}},"
                                + "'numbers':{'type':'array','items':{'type':'integer'}},"
                                + "'points':{'type':'array','items':"
                                + RecordShape.of(Point.class).schema() + "},"
                                + "'bytes':{'type':'string','contentEncoding':'base64'}}")
                        .tree());
        Lists read = RecordShape.of(Lists.class)
                .read(json(
                        "{'set':['b','a'],'collection':[1],'numbers':[1,2],'points':[{'x':1,'y':2}],'bytes':'AQID'}"));
        assertThat(read.set()).containsExactly("b", "a");
        assertThat(read.collection()).containsExactly(1);
        assertThat(read.numbers()).containsExactly(1, 2);
        assertThat(read.points()).containsExactly(new Point(1, 2));
        assertThat(read.bytes()).containsExactly(1, 2, 3);
        assertThat(misfit(Lists.class, "{'set':['a','a'],'collection':[],'numbers':[],'points':[],'bytes':'AQ=ID'}"))
                .containsExactly("set must not have two equal elements");
    }

    enum Scale {
        CELSIUS("celsius"),
        @JsonAlias("f")
        FAHRENHEIT("fahrenheit");

        private final String value;

        Scale(String value) {
            this.value = value;
        }

        @JsonValue
        String value() {
            return value;
        }
    }

    enum Level {
        LOW(1),
        HIGH(2);

        private final int value;

        Level(int value) {
            this.value = value;
        }

        @JsonValue
        int value() {
            return value;
        }
    }

    record Annotated(
            @JsonPropertyDescription("how many") @JsonProperty(defaultValue = "7")
            int count,

            @JsonProperty(value = "file", required = true) @Nullable
            String path,

            @JsonProperty(isRequired = OptBoolean.FALSE) String note,
            @JsonAlias({"colour", "tint"}) String color,
            @JsonIgnore String secret,
            @JsonIgnore int hidden,
            @JsonProperty(defaultValue = "celsius") Scale scale,
            Level level) {}

    @Test
    void jacksonsAnnotationsAreHonoured() {
        RecordShape<Annotated> shape = RecordShape.of(Annotated.class);
        assertThat(shape.schema().json().tree())
                .isEqualTo(json("{'type':'object','properties':{"
                                + "'count':{'type':'integer','description':'how many','default':7},"
                                + "'file':{'type':'string'},'note':{'type':'string'},'color':{'type':'string'},"
                                + "'scale':{'type':'string','enum':['celsius','fahrenheit'],'default':'celsius'},"
                                + "'level':{'type':'integer','enum':[1,2]}},"
                                + "'required':['file','color','level'],'additionalProperties':false}")
                        .tree());
        assertThat(shape.read(json("{'file':'f','tint':'red','level':2.0}")))
                .isEqualTo(new Annotated(7, "f", null, "red", null, 0, Scale.CELSIUS, Level.HIGH));
        Annotated full = new Annotated(1, "f", "n", "red", null, 0, Scale.FAHRENHEIT, Level.LOW);
        assertThat(shape.read(json("{'count':1,'file':'f','note':'n','color':'red','scale':'f','level':1}")))
                .isEqualTo(full);
        assertThat(shape.read(json(written(full)))).isEqualTo(full);
        assertThat(misfit(Annotated.class, "{'file':'f','color':'red','level':1,'secret':'s','scale':'CELSIUS'}"))
                .containsExactlyInAnyOrder(
                        "secret is not known; known are [count, file, note, color, scale, level]",
                        "scale must be one of [\"celsius\",\"fahrenheit\"]");
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Open(int a) {}

    @Test
    void aRecordMayTakeUnknownProperties() {
        assertThat(RecordShape.of(Open.class).read(json("{'a':1,'b':2}"))).isEqualTo(new Open(1));
        assertThat(RecordShape.of(Open.class).schema().json().tree().has("additionalProperties"))
                .isFalse();
    }

    record Loose(int number, double exact, boolean flag, Unit unit, List<Integer> list) {}

    @Test
    void lenientReadingTakesTextForNumbersAndConstantsInAnyCase() {
        String value = "{'number':'5','exact':' 2.5','flag':'True','unit':'Mile','list':['1',2]}";
        assertThat(RecordShape.of(Loose.class).lenient().read(json(value)))
                .isEqualTo(new Loose(5, 2.5, true, Unit.MILE, List.of(1, 2)));
        assertThat(misfit(Loose.class, value)).hasSize(5);
        MisfitException wrong = catchThrowableOfType(
                MisfitException.class,
                () -> RecordShape.of(Loose.class)
                        .lenient()
                        .read(json("{'number':'five','exact':'1e999999999','flag':'yes','unit':'foot','list':[]}")));
        assertThat(wrong.problems()).hasSize(4);
    }

    record Limited(
            @Min(1) @Max(3) int level,
            @DecimalMin(value = "0.5", inclusive = false) BigDecimal share,
            @Size(min = 2, max = 4) String code,
            @Size(max = 1) List<String> tags,
            @Pattern(regexp = "[a-z]+") String word,
            @NotBlank String name) {}

    @Test
    void beanValidationBecomesKeywords() {
        assertThat(RecordShape.of(Limited.class).schema().json().tree().path("properties"))
                .isEqualTo(json("{'level':{'type':'integer','minimum':1,'maximum':3},"
                                + "'share':{'type':'number','exclusiveMinimum':0.5},"
                                + "'code':{'type':'string','minLength':2,'maxLength':4},"
                                + "'tags':{'type':'array','items':{'type':'string'},'maxItems':1},"
                                + "'word':{'type':'string','pattern':'^(?:[a-z]+)$'},"
                                + "'name':{'type':'string','pattern':'\\\\S'}}")
                        .tree());
        assertThat(misfit(Limited.class, "{'level':4,'share':0.5,'code':'a','tags':['a','b'],'word':'a1','name':' '}"))
                .containsExactlyInAnyOrder(
                        "level must be at most 3",
                        "share must be more than 0.5",
                        "code must have at least 2 characters, not 1",
                        "tags must have at most 1 elements, not 2",
                        "word must match the pattern ^(?:[a-z]+)$",
                        "name must match the pattern \\S");
    }

    record Strict(
            @NotBlank @Pattern(regexp = "[ a-z]*") @Pattern(regexp = ".{2,}")
            String text,

            @Size(min = 1, max = 9) List<String> list,

            @Pattern(regexp = "ab", flags = Pattern.Flag.CASE_INSENSITIVE)
            String loose,

            @DecimalMin("5") @Min(3) int number) {}

    @Test
    void constraintsOfOneKeywordAllCount() {
        assertThat(RecordShape.of(Strict.class).schema().json().tree().at("/properties/text"))
                .isEqualTo(json("{'type':'string','pattern':'\\\\S',"
                                + "'allOf':[{'pattern':'^(?:[ a-z]*)$'},{'pattern':'^(?:.{2,})$'}]}")
                        .tree());
        assertThat(misfit(Strict.class, "{'text':'  ','list':['a'],'loose':'AB','number':4}"))
                .containsExactlyInAnyOrder("text must match the pattern \\S", "number must be at least 5");
        assertThat(misfit(Strict.class, "{'text':'B','list':['a'],'loose':'AB','number':5}"))
                .containsExactlyInAnyOrder(
                        "text must match the pattern ^(?:[ a-z]*)$", "text must match the pattern ^(?:.{2,})$");
        assertThat(RecordShape.of(Strict.class).read(json("{'text':'a b','list':['a'],'loose':'AB','number':5}")))
                .isEqualTo(new Strict("a b", List.of("a"), "AB", 5));
    }

    /** As a tool's result writes it. */
    private static String written(Object value) {
        return ((ToolContent.Text) ToolResult.json(value).content().get(0)).text();
    }

    private static List<String> misfit(Class<?> type, String value) {
        MisfitException thrown = catchThrowableOfType(
                MisfitException.class, () -> RecordShape.of(type).read(json(value)));
        assertThat(thrown).as(value).isNotNull();
        return thrown.problems();
    }

    record Twice(Point a, Point b) {}

    @Test
    void theSameRecordMayStandInTwoPlaces() {
        assertThat(RecordShape.of(Twice.class).read(json("{'a':{'x':1,'y':2},'b':{'x':3,'y':4}}")))
                .isEqualTo(new Twice(new Point(1, 2), new Point(3, 4)));
    }
}

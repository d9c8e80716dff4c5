package dev.agentsdk.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.tool.ToolContent;
import dev.agentsdk.tool.ToolResult;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Data classes of Kotlin. The classes in {@code src/test/resources/kotlin} are those of {@code Sample.kt} beside them, as
 * Kotlin 2.1.0 compiles it with {@code -jvm-target 17}.
 */
class KotlinShapeTest {

    private URLClassLoader classes;

    @BeforeEach
    void load() {
        URL directory = KotlinShapeTest.class.getResource("/kotlin/");
        classes = new URLClassLoader(new URL[] {directory}, KotlinShapeTest.class.getClassLoader());
    }

    @AfterEach
    void unload() throws Exception {
        classes.close();
    }

    private RecordShape<?> shape(String name) throws ClassNotFoundException {
        return RecordShape.of(classes.loadClass("sample." + name));
    }

    private static RawJson json(String text) {
        return RawJson.of(text.replace('\'', '"'));
    }

    @Test
    void nullableTypesAndDefaultValuesMayBeLeftOut() throws Exception {
        assertThat(shape("Sample").schema().json().tree())
                .isEqualTo(json("{'type':'object','description':'A sample.','properties':{"
                                + "'name':{'type':'string','description':'the name'},'note':{'type':'string'},"
                                + "'count':{'type':'integer'},'inner':{'type':'object','properties':{"
                                + "'n':{'type':'integer'},'tags':{'type':'array','items':{'type':'string'}}},"
                                + "'required':['n','tags'],'additionalProperties':false},"
                                + "'all_colors':{'type':'array','items':{'type':'string','enum':['RED','GREEN']}},"
                                + "'weight':{'type':'number'},'mode':{'type':'string'}},"
                                + "'required':['name','all_colors'],'additionalProperties':false}")
                        .tree());
    }

    @Test
    void valuesAreRead() throws Exception {
        assertThat(shape("Sample").read(json("{'name':'a','all_colors':['RED']}")))
                .hasToString("Sample(name=a, note=null, count=7, inner=null, colors=[RED], weight=null, mode=fast)");
        assertThat(shape("Sample")
                        .read(json("{'name':'a','note':'b','count':1,'inner':{'n':2,'tags':['t']},'all_colors':[],"
                                + "'weight':0.5,'mode':'slow'}")))
                .hasToString("Sample(name=a, note=b, count=1, inner=Inner(n=2, tags=[t]), colors=[], weight=0.5,"
                        + " mode=slow)");
        MisfitException misfit = catchThrowableOfType(
                MisfitException.class, () -> shape("Sample").read(json("{'all_colors':['BLUE'],'extra':'x'}")));
        assertThat(misfit.problems())
                .containsExactlyInAnyOrder(
                        "name is missing",
                        "all_colors[0] must be one of [\"RED\",\"GREEN\"]",
                        "extra is not known; known are [name, note, count, inner, all_colors, weight, mode]");
    }

    @Test
    void sealedInterfacesAndClassesAreToldApart() throws Exception {
        Object drawing = shape("Drawing")
                .read(json("{'shape':{'type':'Square','side':2},'steps':[{'type':'Wait','seconds':3}]}"));
        assertThat(drawing).hasToString("Drawing(shape=Square(side=2.0), steps=[Wait(seconds=3)])");
        String written = ((ToolContent.Text) ToolResult.json(drawing).content().get(0)).text();
        assertThat(shape("Drawing").read(RawJson.of(written))).isEqualTo(drawing);
    }

    @Test
    void otherClassesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> shape("Plain")).withMessageContaining("no record");
    }
}

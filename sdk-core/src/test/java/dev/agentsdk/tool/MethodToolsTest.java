package dev.agentsdk.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentsdk.callback.CancellationSignal;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.schema.Description;
import dev.agentsdk.schema.JsonSchema;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Methods of plain objects as tools, and output schemas. */
class MethodToolsTest {

    enum Unit {
        METRE,
        MILE
    }

    record Article(
            String name, Optional<String> note, @Nullable String code, LocalDate since) {}

    static class Base {
        @AgentTool("From the superclass.")
        String inherited() {
            return "base";
        }
    }

    @SuppressWarnings("unused") // called by reflection
    static class Shop extends Base {

        @AgentTool(value = "Finds articles.", readOnly = true, alwaysLoaded = true, searchHint = "goods wares")
        List<String> find(
                @Description("some words") String words,
                @JsonProperty(defaultValue = "10") int limit,
                Optional<Unit> unit,
                ToolContext context) {
            return List.of(words, String.valueOf(limit), unit.toString(), context.toolName());
        }

        @AgentTool("Returns a record.")
        Article article(String name) {
            return new Article(name, Optional.empty(), null, LocalDate.of(2026, 5, 1));
        }

        @AgentTool(value = "Returns later.", name = "later")
        CompletableFuture<Article> articleLater(@JsonProperty("article_name") String name) {
            return CompletableFuture.supplyAsync(() -> article(name));
        }

        @AgentTool("Returns a result.")
        ToolResult result(CancellationSignal signal) {
            return ToolResult.error(String.valueOf(signal.isCancelled()));
        }

        @AgentTool("Returns nothing.")
        void nothing() {}

        @AgentTool("Returns an empty text.")
        String empty() {
            return "";
        }

        @AgentTool("Returns null.")
        @Nullable
        Article none() {
            return null;
        }

        @AgentTool("Returns an empty Optional.")
        Optional<String> maybe() {
            return Optional.empty();
        }

        @AgentTool("Fails.")
        int fail() throws Exception {
            throw new IOException("disk full");
        }

        @AgentTool(value = "Reads leniently.", lenient = true)
        String lenient(int number, Unit unit) {
            return number + " " + unit;
        }

        @AgentTool("Is static.")
        static long stat(long number) {
            return number + 1;
        }

        String noTool() {
            return "";
        }
    }

    private final List<Throwable> failures = new ArrayList<>();

    private JsonNode answer(ToolServer server, String method, String params) throws Exception {
        McpServerSession session = server.open(new McpPeer() {
            @Override
            public Executor executor() {
                return Runnable::run;
            }

            @Override
            public void send(RawJson message) {}

            @Override
            public void toolFailed(String tool, Throwable why) {
                failures.add(why);
            }
        });
        return session.handle(RawJson.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":"
                        + params.replace('\'', '"') + "}"))
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS)
                .orElseThrow()
                .tree()
                .path("result");
    }

    private JsonNode call(String tool, String arguments) throws Exception {
        return answer(
                ToolServer.ofMethods("shop", new Shop()),
                "tools/call",
                "{'name':'" + tool + "','arguments':" + arguments + "}");
    }

    private static JsonNode json(String text) {
        return RawJson.of(text.replace('\'', '"')).tree();
    }

    @Test
    void annotatedMethodsAreListedByName() throws Exception {
        JsonNode tools = answer(ToolServer.ofMethods("shop", new Shop()), "tools/list", "{}")
                .path("tools");
        List<String> names = new ArrayList<>();
        tools.forEach(tool -> names.add(tool.path("name").asText()));
        assertThat(names)
                .containsExactly(
                        "article",
                        "empty",
                        "fail",
                        "find",
                        "inherited",
                        "later",
                        "lenient",
                        "maybe",
                        "none",
                        "nothing",
                        "result",
                        "stat");
        assertThat(tools.get(3))
                .isEqualTo(json("{'name':'find','description':'Finds articles.','inputSchema':{'type':'object',"
                        + "'properties':{'words':{'type':'string','description':'some words'},"
                        + "'limit':{'type':'integer','default':10},'unit':{'type':'string','enum':['METRE','MILE']}},"
                        + "'required':['words'],'additionalProperties':false},"
                        + "'annotations':{'readOnlyHint':true,'destructiveHint':false,'idempotentHint':true},"
                        + "'_meta':{'anthropic/alwaysLoad':true,'anthropic/searchHint':'goods wares'}}"));
        assertThat(tools.get(0).path("outputSchema"))
                .isEqualTo(tools.get(5).path("outputSchema"))
                .isEqualTo(json("{'type':'object','properties':{'name':{'type':'string'},'note':{'type':'string'},"
                        + "'code':{'type':'string'},'since':{'type':'string','format':'date'}},"
                        + "'required':['name','since'],'additionalProperties':false}"));
        assertThat(tools.get(5).path("inputSchema").path("required")).isEqualTo(json("['article_name']"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "find | {'words':'a','unit':'MILE'} | [\"a\",\"10\",\"Optional[MILE]\",\"find\"]",
                "nothing | {} | Done.",
                "maybe | {} | null",
                "inherited | {} | base",
                "stat | {'number':41} | 42",
                "lenient | {'number':'5','unit':'mile'} | 5 MILE",
            })
    void whatAMethodReturnsIsTheResult(String tool, String arguments, String text) throws Exception {
        assertThat(call(tool, arguments))
                .isEqualTo(((ObjectNode) json("{'content':[{'type':'text'}],'isError':false}"))
                        .set("content", textOf(text)));
        assertThat(failures).isEmpty();
    }

    private static JsonNode textOf(String text) {
        var content = (ArrayNode) json("[{'type':'text'}]");
        ((ObjectNode) content.get(0)).put("text", text);
        return content;
    }

    @Test
    void aRecordIsTextAndStructure() throws Exception {
        JsonNode structured = json("{'name':'nail','since':'2026-05-01'}");
        assertThat(call("article", "{'name':'nail'}").path("structuredContent")).isEqualTo(structured);
        assertThat(call("later", "{'article_name':'nail'}").path("structuredContent"))
                .isEqualTo(structured);
        assertThat(json(call("article", "{'name':'nail'}").at("/content/0/text").asText()))
                .isEqualTo(json("{'name':'nail','code':null,'since':'2026-05-01'}"));
    }

    @Test
    void anEmptyTextIsAResultWithoutParts() throws Exception {
        assertThat(call("empty", "{}")).isEqualTo(json("{'content':[],'isError':false}"));
        assertThat(call("result", "{}")).isEqualTo(json("{'content':[{'type':'text','text':'false'}],'isError':true}"));
    }

    @Test
    void failuresAreToldToTheModelAndReported() throws Exception {
        assertThat(call("fail", "{}").at("/content/0/text").asText()).isEqualTo("disk full");
        assertThat(call("none", "{}").at("/content/0/text").asText()).isEqualTo("The tool returned null.");
        assertThat(failures).hasSize(2).first().isInstanceOf(IOException.class);
        assertThat(call("find", "{'limit':'x'}").at("/content/0/text").asText())
                .isEqualTo(
                        "Invalid arguments for the tool find: words is missing; limit must be an integer, not a string.");
        assertThat(failures).hasSize(2);
    }

    @Test
    void anOutputSchemaIsKept() throws Exception {
        JsonSchema schema = JsonSchema.of(
                "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},\"required\":[\"n\"]}");
        record Nothing() {}
        Tool missing = Tool.of("missing", "", Nothing.class, (none, context) -> ToolResult.text("x"))
                .withOutputSchema(schema);
        Tool wrong = Tool.of(
                        "wrong",
                        "",
                        Nothing.class,
                        (none, context) -> ToolResult.text("x").withStructured(RawJson.of("{\"n\":\"1\"}")))
                .withOutputSchema(schema);
        Tool error = Tool.of("error", "", Nothing.class, (none, context) -> ToolResult.error("no"))
                .withOutputSchema(schema);
        ToolServer server = ToolServer.of("s", missing, wrong, error);
        assertThat(answer(server, "tools/call", "{'name':'missing'}")
                        .at("/content/0/text")
                        .asText())
                .contains("returned no structured result");
        assertThat(answer(server, "tools/call", "{'name':'wrong'}")
                        .at("/content/0/text")
                        .asText())
                .contains("n must be an integer, not a string");
        assertThat(answer(server, "tools/call", "{'name':'error'}")
                        .at("/content/0/text")
                        .asText())
                .isEqualTo("no");
        assertThat(failures).hasSize(2);
        assertThatIllegalArgumentException().isThrownBy(() -> missing.withOutputSchema(JsonSchema.of("{}")));
    }

    static class Overloaded {
        @AgentTool("One.")
        void same() {}

        @AgentTool("Two.")
        void same(int number) {}
    }

    static class BadParameter {
        @AgentTool("Takes a thread.")
        void run(Thread thread) {}
    }

    @Test
    void declarationsThatCannotWorkAreRefusedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tool.ofMethods("a string"))
                .withMessageContaining("no method with @AgentTool");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolServer.ofMethods("s", new Overloaded()))
                .withMessageContaining("the name same");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tool.ofMethods(new BadParameter()))
                .withMessageContaining("BadParameter.run: at run.thread, the type java.lang.Thread is not supported");
    }

    @Test
    void aServerCanBeLoadedAtOnce() {
        assertThat(ToolServer.of("s").alwaysLoaded().config()).containsEntry("alwaysLoad", true);
    }

    public record Extended(int a) {
        @JsonProperty("extra")
        public int extra() {
            return 5;
        }
    }

    static class ReturningExtended {
        @AgentTool("Gives more than its schema has")
        public Extended extended() {
            return new Extended(1);
        }
    }

    @Test
    void aResultThatWouldNotFitItsSchemaIsRefusedWhenTheToolIsMade() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tool.ofMethods(new ReturningExtended()))
                .withMessageContaining("@JsonProperty of Extended.extra");
    }
}

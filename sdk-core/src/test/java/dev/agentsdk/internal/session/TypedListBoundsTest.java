package dev.agentsdk.internal.session;

import static dev.agentsdk.internal.session.JsonText.json;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.builtin.AgentOutput;
import dev.agentsdk.control.ContextGridCell;
import dev.agentsdk.control.ContextUsage;
import dev.agentsdk.control.McpServerSettings;
import dev.agentsdk.hook.HookInput;
import dev.agentsdk.hook.InstructionsLoadedInput;
import dev.agentsdk.hook.StopInput;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.BackgroundTasksChangedMessage;
import dev.agentsdk.message.ContentBlock;
import dev.agentsdk.message.InitMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.SessionUsage;
import dev.agentsdk.message.UnknownBlock;
import dev.agentsdk.message.UserMessage;
import dev.agentsdk.message.internal.MessageParser;
import dev.agentsdk.permission.PermissionRequest;
import dev.agentsdk.permission.PermissionUpdate;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Lists and objects of an agent take a hundred times their bytes when all of them become Java objects. */
@Tag("R-113")
class TypedListBoundsTest {

    private static final int BOUND = 10_000;

    private static String list(String element, int number) {
        return "[" + String.join(",", Collections.nCopies(number, element)) + "]";
    }

    private static RawJson raw(String singleQuoted) {
        return RawJson.of(json(singleQuoted));
    }

    private static Message message(String singleQuoted) {
        return MessageParser.parse(jsonBytes(singleQuoted)).orElseThrow();
    }

    /** An object with fields of different names. */
    private static String object(int fields, String value) {
        return IntStream.range(0, fields)
                .mapToObj(i -> "'" + Integer.toString(i, 36) + "':" + value)
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Test
    void listsOfMessages() {
        String many = list("{}", BOUND + 1);
        BackgroundTasksChangedMessage tasks = (BackgroundTasksChangedMessage)
                message("{'type':'system','subtype':'background_tasks_changed','tasks':" + many + "}");
        assertThat(tasks.tasks()).hasSize(BOUND);
        assertThat(tasks.raw().text()).contains(many);

        InitMessage init = (InitMessage) message("{'type':'system','subtype':'init','session_id':'s','tools':"
                + list("'a'", BOUND + 1) + ",'agents':" + list("'a'", BOUND + 1) + ",'plugins':" + many
                + ",'mcp_servers':" + many + ",'cwd':'/'}");
        assertThat(init.tools()).hasSize(BOUND);
        assertThat(init.agents()).hasSize(BOUND);
        assertThat(init.plugins()).hasSize(BOUND);
        assertThat(init.mcpServers()).hasSize(BOUND);
        assertThat(init.cwd()).contains("/");
    }

    @Test
    void objectsThatAreMaps() {
        String usage = "{'model_usage':" + object(BOUND + 1, "{}") + "}";
        assertThat(SessionUsage.of(raw(usage)).modelUsage()).hasSize(BOUND);
        String env = "{'env':" + object(BOUND + 1, "'v'") + "}";
        assertThat(McpServerSettings.of(raw(env)).env()).hasSize(BOUND);
    }

    @Test
    void listsInListsCountTogether() {
        // 1,000 rows of 1,000 cells: two million tokens.
        ContextUsage usage = ContextUsage.of(raw("{'gridRows':" + list(list("{}", 1_000), 1_000) + "}"));
        List<List<ContextGridCell>> grid = usage.grid();
        assertThat(grid).hasSize(249).allSatisfy(row -> assertThat(row).hasSize(1_000));

        String update = "{'type':'addDirectories','directories':" + list("'d'", 1_000) + "}";
        PermissionRequest request = PermissionRequest.read(
                        "1", raw("{'tool_name':'T','permission_suggestions':" + list(update, 1_000) + ",'input':{}}"))
                .orElseThrow();
        assertThat(request.suggestions())
                .hasSize(496)
                .allSatisfy(suggestion -> assertThat(((PermissionUpdate.AddDirectories) suggestion).directories())
                        .hasSize(1_000));
    }

    @Test
    void fieldsOfListsCountTogether() {
        // 1,000 objects of 1,000 fields.
        ContextUsage usage = ContextUsage.of(raw("{'categories':" + list(object(1_000, "0"), 1_000) + "}"));
        assertThat(usage.categories()).hasSize(249);
    }

    @Test
    void fieldsOfAnObject() {
        String many = object(BOUND, "0");
        ShallowObject fields =
                ShallowObject.of(raw("{'first':1," + many.substring(1, many.length() - 1) + ",'first':2,'last':3}"));

        assertThat(fields.number("first")).hasValue(2);
        assertThat(fields.number("last")).as("is looked for in the JSON").hasValue(3);
    }

    @Test
    void hookInputs() {
        HookInput stop = HookInput.read(
                raw("{'hook_event_name':'Stop','background_tasks':" + list("{}", BOUND + 1) + ",'session_id':'s'}"));
        assertThat(((StopInput) stop).backgroundTasks()).hasSize(BOUND);
        assertThat(stop.common().sessionId()).contains("s");

        HookInput loaded =
                HookInput.read(raw("{'hook_event_name':'InstructionsLoaded','globs':" + list("'g'", BOUND + 1) + "}"));
        assertThat(((InstructionsLoadedInput) loaded).globs()).hasSize(BOUND);
    }

    @Test
    void blocksWithFieldsThatTheyHaveNoPlaceFor() {
        String blocks = list("{'type':'compaction'," + object(1_000, "0").substring(1), 200);
        List<ContentBlock> content =
                ((UserMessage) message("{'type':'user','message':{'content':" + blocks + "}}")).content();
        assertThat(content).containsExactly(new UnknownBlock("", raw(blocks)));
    }

    @Test
    void textsOfManyPartsAreJoinedInLinearTime() {
        String part = "{'type':'text','text':'" + "a".repeat(1_000) + "'}";
        AgentOutput output = AgentOutput.of(raw("{'content':" + list(part, BOUND + 1) + "}"));
        assertThat(output.text()).hasSize(BOUND * 1_000);
    }
}

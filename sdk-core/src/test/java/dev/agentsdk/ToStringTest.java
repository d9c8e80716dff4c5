package dev.agentsdk;

import static dev.agentsdk.internal.session.JsonText.json;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.control.FileContents;
import dev.agentsdk.dialog.ElicitationRequest;
import dev.agentsdk.dialog.UserDialogRequest;
import dev.agentsdk.hook.HookCommon;
import dev.agentsdk.hook.HookInput;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.internal.MessageParser;
import dev.agentsdk.permission.PermissionMode;
import dev.agentsdk.permission.PermissionRequest;
import dev.agentsdk.permission.PermissionUpdate;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of the agent in what a {@code toString} says. Accessors return it as it is. */
@Tag("R-118")
class ToStringTest {

    /** Clears a terminal and forges a line; as JSON writes it. */
    private static final String HOSTILE = "\\u001b[2J\\nnext\\u202e" + "x".repeat(5_000);

    private static RawJson raw(String singleQuoted) {
        return RawJson.of(json(singleQuoted.replace("%", HOSTILE)));
    }

    private static void isPrintableAndBounded(Object value) {
        assertThat(value.toString())
                .contains("\\u001b[2J\\nnext\\u202ex")
                .doesNotContain("\u001b", "\n", "\u202e")
                .hasSizeLessThan(3_000);
    }

    @Test
    void requestsOfTheAgent() {
        PermissionRequest request = PermissionRequest.read("1", raw("{'tool_name':'%','tool_use_id':'%','input':{}}"))
                .orElseThrow();
        isPrintableAndBounded(request);
        assertThat(request.toolName()).startsWith("\u001b[2J\nnext\u202ex");
        isPrintableAndBounded(ElicitationRequest.read(raw("{'message':'%'}")));
        isPrintableAndBounded(UserDialogRequest.read(raw("{'dialog_kind':'%'}")));
        isPrintableAndBounded(PermissionUpdate.read(raw("{'type':'addDirectories','directories':['%']}")));
        isPrintableAndBounded(PermissionMode.of(raw("'%'").tree().textValue()));
        isPrintableAndBounded(FileContents.of(raw("{'absPath':'%','contents':''}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'hook_event_name':'%'}",
                "{'hook_event_name':'UserPromptSubmit','prompt':'%'}",
                "{'hook_event_name':'Notification','message':'%'}",
                "{'hook_event_name':'InstructionsLoaded','globs':['%','%','%']}"
            })
    void hookInputs(String input) {
        isPrintableAndBounded(HookInput.read(raw(input)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'%'}",
                "{'type':'system','subtype':'%'}",
                "{'type':'system','subtype':'init','model':'%','tools':['%','%'],'session_id':'%'}",
                "{'type':'assistant','message':{'content':[{'type':'text','text':'%'},{'type':'thinking','thinking':'%'}]}}",
                "{'type':'user','message':{'content':'%'}}",
                "{'type':'system','subtype':'background_tasks_changed','tasks':[{'description':'%'}]}",
                "{'type':'result','subtype':'success','result':'%','session_id':'%'}",
                "{'type':'stream_event','event':{'type':'content_block_delta','delta':{'type':'text_delta','text':'%'}}}"
            })
    void messages(String message) {
        isPrintableAndBounded(
                MessageParser.parse(jsonBytes(message.replace("%", HOSTILE))).orElseThrow());
    }

    /** Records that are read from JSON of the agent would print their components as they are. */
    @Test
    void eachRecordWithTextOfTheAgentHasItsOwn() throws Exception {
        Path classes = Path.of(Message.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        int seen = 0;
        for (String name : List.of("message", "hook", "control", "dialog", "permission")) {
            try (DirectoryStream<Path> files =
                    Files.newDirectoryStream(classes.resolve("dev/agentsdk/" + name), "*.class")) {
                for (Path file : files) {
                    String simple = file.getFileName().toString().replace(".class", "");
                    if (isReadFromText(Class.forName("dev.agentsdk." + name + "." + simple))) {
                        seen++;
                        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                                .as(simple)
                                .contains("dev/agentsdk/json/internal/Printable");
                    }
                }
            }
        }
        assertThat(seen).isGreaterThan(80);
    }

    private static boolean isReadFromText(Class<?> type) {
        if (!type.isRecord() || !Modifier.isPublic(type.getModifiers())) {
            return false;
        }
        List<RecordComponent> components = List.of(type.getRecordComponents());
        boolean read = components.stream()
                .anyMatch(component -> component.getType() == HookCommon.class
                        || (component.getType() == RawJson.class
                                && component.getName().equals("raw")));
        return read
                && components.stream()
                        .anyMatch(component -> component.getType() == HookCommon.class
                                || component.getGenericType().getTypeName().matches(".*(String|List|Map).*"));
    }
}

package dev.agentsdk.history;

import static dev.agentsdk.history.Sessions.id;
import static dev.agentsdk.history.Sessions.user;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as the first thing that the user asked. */
class FirstPromptTest {

    @TempDir
    Path temp;

    private Sessions sessions;

    @BeforeEach
    void inADirectoryOfItsOwn() throws IOException {
        sessions = new Sessions(temp.toRealPath().resolve("config"));
    }

    /** The prompt of a session with these lines, which is also that of their summary in a store. */
    private Optional<String> prompt(String... lines) {
        sessions.write("-work", id(1), lines);
        Optional<String> prompt = sessions.history().info(id(1)).flatMap(SessionInfo::firstPrompt);
        InMemorySessionStore store = new InMemorySessionStore();
        sessions.history().copyTo(id(1), store);
        assertThat(SessionHistory.inStore(store, "-work").list().stream()
                        .findFirst()
                        .flatMap(SessionInfo::firstPrompt))
                .isEqualTo(prompt);
        return prompt;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<local-command-stdout>x</local-command-stdout>",
                "<session-start-hook>x",
                "<tick>",
                "<goal>win",
                "[Request interrupted by user]",
                "[Request interrupted by user for tool use] and more",
                "  <ide_opened_file>a.txt</ide_opened_file>  ",
                "<ide_selection>\\n a \\n</ide_selection>",
                "",
                " \\n ",
            })
    void whatAProgramMadeDoesNot(String text) {
        assertThat(prompt(user("u1", null, text))).isEmpty();
        assertThat(prompt(user("u1", null, text), user("u2", "u1", "asked"))).contains("asked");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "look at <tick>",
                "<ide_selection>a</ide_selection> what is that?",
                "[Request interrupted by user",
                "<ticket> 5",
            })
    void whatOnlyLooksLikeItDoes(String text) {
        assertThat(prompt(user("u1", null, text))).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'isMeta':true", "'isCompactSummary':true"})
    void whatIsMarkedDoesNot(String mark) {
        String marked = "{'type':'user','message':{'content':'marked'}," + mark + "}";

        assertThat(prompt(marked, user("u2", null, "asked"))).contains("asked");
        assertThat(prompt(marked)).isEmpty();
    }

    @Test
    void theResultOfAToolDoesNot() {
        assertThat(prompt(
                        "{'type':'user','message':{'content':[{'type':'tool_result','tool_use_id':'t'},"
                                + "{'type':'text','text':'beside it'}]}}",
                        user("u2", null, "asked")))
                .contains("asked");
    }

    @Test
    void othersThanTheUserDoNot() {
        assertThat(prompt(Sessions.assistant("a", null, "answered"), user("u2", null, "asked")))
                .contains("asked");
        assertThat(prompt("{'type':'queue-operation','message':{'content':'queued'}}"))
                .isEmpty();
    }

    @Test
    void aCommandDoesIfNothingElseComes() {
        String init = user("u1", null, "<command-message>init</command-message> <command-name>/init</command-name>");
        String compact = user("u2", null, "<command-name>/compact</command-name>");

        assertThat(prompt(init, compact)).contains("/init");
        assertThat(prompt(init, compact, user("u3", null, "asked"))).contains("asked");
        assertThat(prompt(user("u1", null, "<command-name></command-name>"), compact))
                .contains("/compact");
    }

    @Test
    void theFirstTextOfSeveralBlocksDoes() {
        assertThat(prompt("{'type':'user','message':{'content':[{'type':'image','source':{'text':'x'}},"
                        + "{'text':'<tick>','type':'text'},{'type':'text','text':5},{'type':'text','text':'asked'},"
                        + "{'type':'text','text':'more'}]}}"))
                .contains("asked");
    }

    @Test
    void itIsOneLineOfAtMostTwoHundredCharacters() {
        assertThat(prompt(user("u1", null, " two\\nlines "))).contains("two lines");
        assertThat(prompt(user("u1", null, "x".repeat(200)))).contains("x".repeat(200));
        assertThat(prompt(user("u1", null, "x".repeat(201)))).contains("x".repeat(200) + "\u2026");
        assertThat(prompt(user("u1", null, "x".repeat(190) + " ".repeat(20) + "y")))
                .contains("x".repeat(190) + "\u2026");
        assertThat(prompt(user("u1", null, "\ud83d\ude00".repeat(201))))
                .contains("\ud83d\ude00".repeat(200) + "\u2026");
    }

    @Test
    void contentOfAnotherTypeIsNone() {
        assertThat(prompt(
                        "{'type':'user','message':5}",
                        "{'type':'user','message':{'content':5}}",
                        "{'type':'user','message':{'content':[5,[],{'type':5,'text':'x'}]}}",
                        "{'type':'user'}",
                        user("u1", null, "asked")))
                .contains("asked");
    }
}

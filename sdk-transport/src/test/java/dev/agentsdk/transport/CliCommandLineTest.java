package dev.agentsdk.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.AgentLaunches;
import dev.agentsdk.history.InMemorySessionStore;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.SystemPrompt;
import dev.agentsdk.permission.PermissionMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CliCommandLineTest {

    private static final Path CLI = Path.of("/opt/bin/claude");

    private static List<String> arguments(AgentOptions.Builder options) {
        return CliCommandLine.arguments(CLI, AgentLaunches.of(options.build()));
    }

    /** The whole command around the words of the options under test, which have the CLI's own system prompt. */
    private static List<String> command(String... words) {
        List<String> all = new ArrayList<>(List.of("/opt/bin/claude", "--output-format", "stream-json", "--verbose"));
        all.addAll(List.of(words));
        all.addAll(List.of("--input-format", "stream-json"));
        return all;
    }

    private static AgentOptions.Builder withPreset() {
        return AgentOptions.builder().systemPrompt(SystemPrompt.preset());
    }

    @Test
    void withoutOptionsTheSystemPromptIsEmptyAndTheStreamsAreJson() {
        assertThat(arguments(AgentOptions.builder())).isEqualTo(command("--system-prompt", ""));
    }

    @Test
    void everyOptionHasItsPlaceInTheOrderOfTheOfficialSdk() {
        AgentOptions.Builder options = AgentOptions.builder()
                .extraArg("debug")
                .extraArg("name", "value")
                .includePartialMessages(true)
                .resume("session-1")
                .permissionMode(PermissionMode.ACCEPT_EDITS)
                .model("opus")
                .disallowedTools("WebFetch", "WebSearch")
                .maxTurns(7)
                .allowedTools("Read", "Bash(ls:*)")
                .systemPrompt("Be brief.");

        assertThat(arguments(options))
                .isEqualTo(command(
                        "--system-prompt",
                        "Be brief.",
                        "--allowedTools",
                        "Read,Bash(ls:*)",
                        "--max-turns",
                        "7",
                        "--disallowedTools",
                        "WebFetch,WebSearch",
                        "--model",
                        "opus",
                        "--permission-mode",
                        "acceptEdits",
                        "--resume=session-1",
                        "--include-partial-messages",
                        "--debug",
                        "--name",
                        "value"));
    }

    @Test
    void continuingTheLatestConversationIsAFlagWithoutValue() {
        assertThat(arguments(withPreset().continueConversation(true))).isEqualTo(command("--continue"));
        assertThat(arguments(withPreset().continueConversation(false))).isEqualTo(command());
    }

    @Test
    void thePresetAddsNothing() {
        assertThat(arguments(withPreset())).isEqualTo(command());
    }

    @Test
    void thePresetWithATextBehindItAppends() {
        assertThat(arguments(AgentOptions.builder().systemPrompt(SystemPrompt.presetWith("Also this."))))
                .isEqualTo(command("--append-system-prompt", "Also this."));
    }

    @Test
    void aSystemPromptInAFileIsNamedByItsPath() {
        assertThat(arguments(AgentOptions.builder().systemPrompt(SystemPrompt.file(Path.of("/srv/prompt.md")))))
                .isEqualTo(command("--system-prompt-file", "/srv/prompt.md"));
    }

    @Test
    @Tag("R-68")
    void textsOfUsersThatBeginWithADashTravelInOneWordWithTheirFlag() {
        AgentOptions.Builder options = AgentOptions.builder()
                .systemPrompt("--dangerously-skip-permissions")
                .allowedTools("-x", "Read")
                .disallowedTools("--y")
                .model("-m")
                .permissionMode(PermissionMode.of("-p"))
                .extraArg("level", "-1");

        assertThat(arguments(options))
                .isEqualTo(command(
                        "--system-prompt=--dangerously-skip-permissions",
                        "--allowedTools=-x,Read",
                        "--disallowedTools=--y",
                        "--model=-m",
                        "--permission-mode=-p",
                        "--level=-1"));
    }

    @Test
    @Tag("R-68")
    void appendedPromptsAndPromptFilesThatBeginWithADashTravelInOneWordToo() {
        assertThat(arguments(AgentOptions.builder().systemPrompt(SystemPrompt.presetWith("- item"))))
                .isEqualTo(command("--append-system-prompt=- item"));
        assertThat(arguments(AgentOptions.builder().systemPrompt(SystemPrompt.file(Path.of("-prompt.md")))))
                .isEqualTo(command("--system-prompt-file=-prompt.md"));
    }

    @Test
    @Tag("R-68")
    void aSessionToResumeIsAlwaysOneWordWithItsFlag() {
        assertThat(arguments(withPreset().resume("abc"))).isEqualTo(command("--resume=abc"));
        assertThat(arguments(withPreset().resume("--evil"))).isEqualTo(command("--resume=--evil"));
        assertThat(arguments(withPreset().resume("a b=c"))).isEqualTo(command("--resume=a b=c"));
    }

    @Test
    void extraArgumentsKeepTheirOrderAndMayHaveAnEmptyValue() {
        AgentOptions.Builder options =
                withPreset().extraArg("zeta").extraArg("alpha", "").extraArg("mid", "a=b c");

        assertThat(arguments(options)).isEqualTo(command("--zeta", "--alpha", "", "--mid", "a=b c"));
    }

    @Test
    void textWithLineFeedsAndQuotesIsPassedAsItIs() {
        String text = "line 1\nline \"2\" 'x' $HOME\t€";

        assertThat(arguments(AgentOptions.builder().systemPrompt(text))).isEqualTo(command("--system-prompt", text));
    }

    @Test
    void theProgramIsNamedAsItWasGiven() {
        assertThat(CliCommandLine.arguments(Path.of("bin/agent"), AgentLaunches.of(AgentOptions.defaults())))
                .first()
                .isEqualTo("bin/agent");
    }

    @Test
    void aSessionStoreTurnsTheMirrorOn() {
        assertThat(arguments(withPreset().includePartialMessages(true).sessionStore(new InMemorySessionStore())))
                .isEqualTo(command("--include-partial-messages", "--session-mirror"));
    }
}

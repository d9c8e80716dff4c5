package dev.agentsdk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each example of a capability, on the built-in demo CLI: what it prints depends on what the SDK has told that process. */
@Timeout(60)
class CapabilitiesTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private List<Path> before = List.of();

    private int run(String... arguments) {
        return run(out, arguments);
    }

    private int run(Writer terminal, String... arguments) {
        return Examples.run(arguments, new PrintWriter(terminal, true), new PrintWriter(err, true));
    }

    /** The lines of an example that ends well. */
    private List<String> linesOf(String... arguments) {
        return linesOf(out, arguments);
    }

    private List<String> linesOf(Writer terminal, String... arguments) {
        int exitCode = run(terminal, arguments);
        assertThat(err.toString()).isEmpty();
        assertThat(exitCode).isZero();
        return out.toString().lines().toList();
    }

    private static List<Path> demoDirectories() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("agent-sdk-demo"))
                    .toList();
        }
    }

    @BeforeEach
    void look() throws IOException {
        before = demoDirectories();
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertThat(demoDirectories()).isSubsetOf(before);
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    @Test
    void turnsAreInterruptedAndGoOn() {
        List<String> lines = linesOf("turns");
        assertThat(lines.stream().filter(line -> !line.startsWith("init:")))
                .containsExactly(
                        "you: Say hello in one sentence.",
                        "agent: This is turn 1.",
                        "result: success, turns 1, 0.12 s, $0.0012",
                        "you: Count from 1 to 500, one number a line.",
                        "agent: 1 ",
                        "result: error (interrupted), turns 1, 0.12 s, $0.0012",
                        "interrupted: true",
                        "you: Say goodbye in one sentence.",
                        "agent: This is turn 3.",
                        "result: success, turns 1, 0.12 s, $0.0012",
                        "finished: true, in the background: []");
    }

    @Test
    void partialAnswersGrow() {
        assertThat(linesOf("partial"))
                .containsSubsequence(
                        "part 3: Let ",
                        "part 4: Let me ",
                        "part 7: Let me see the sources.",
                        "part 10: input {\"comm",
                        "part 12: input {\"command\":\"ls src\"}",
                        "complete: 2 blocks, stop reason tool_use",
                        "  text of 23 characters",
                        "  tool Bash {\"command\":\"ls src\"}");
    }

    /** Callbacks and messages come on threads of their own, so that each kind is looked at by itself. */
    private static List<String> startingWith(String begin, List<String> lines) {
        return lines.stream().filter(line -> line.startsWith(begin)).toList();
    }

    @Test
    void permissionsAreGivenAndRefused() {
        List<String> lines = linesOf("permissions", "--answer", "no,yes");
        assertThat(startingWith("? ", lines))
                .containsExactly("? Allow it? [yes/no/always/dry] no", "? Allow it? [yes/no/always/dry] yes");
        assertThat(startingWith("> ", lines))
                .containsExactly(
                        "> tool:  Bash",
                        "> input: {\"command\":\"mvn clean\"}",
                        "> tool:  Bash",
                        "> input: {\"command\":\"mvn test\"}");
        assertThat(startingWith("  ", lines)).containsExactly("  ! The user said no.", "  | ran: mvn test");
    }

    @Test
    void aDryRunChangesTheInputAndAlwaysAsksNoMore() {
        assertThat(startingWith("  ", linesOf("permissions", "--answer", "dry", "--answer", "always")))
                .containsExactly("  | ran: echo mvn clean", "  | ran: mvn test");
        out.getBuffer().setLength(0);
        List<String> lines = linesOf("permissions", "--answer", "always");
        assertThat(startingWith("  ", lines)).containsExactly("  | ran: mvn clean", "  | ran: mvn test");
        assertThat(startingWith("? ", lines)).hasSize(1);
    }

    /** Messages are printed on one thread and questions on another: a line of one never stands inside a line of the other. */
    @Test
    void linesOfTwoThreadsDoNotMixOnASlowTerminal() {
        List<String> lines = linesOf(new SlowTerminal(out), "permissions", "--answer", "yes,yes");
        assertThat(startingWith("  ", lines)).containsExactly("  | ran: mvn clean", "  | ran: mvn test");
        assertThat(startingWith("> ", lines)).hasSize(4);
        assertThat(startingWith("? ", lines)).hasSize(2);
    }

    /** Takes a while for each piece of text, so that another thread has the time to write between two of them. */
    private static final class SlowTerminal extends FilterWriter {

        SlowTerminal(Writer out) {
            super(out);
        }

        @Override
        public void write(String text, int offset, int length) throws IOException {
            super.write(text, offset, length);
            LockSupport.parkNanos(20_000_000);
        }
    }

    @Test
    void permissionsAreAskedForOnTheTerminal() {
        InputStream terminal = System.in;
        System.setIn(new ByteArrayInputStream("perhaps\nY\n".getBytes(Charset.defaultCharset())));
        try {
            linesOf("permissions");
            String text = out.toString();
            assertThat(text.split("\\? Allow it\\? \\[yes/no/always/dry]", -1))
                    .as("asked twice about the first, once about the second")
                    .hasSize(4);
            assertThat(text).contains("  | ran: mvn clean", "  ! The user said no.", "(nobody is there: no)");
        } finally {
            System.setIn(terminal);
        }
    }

    @Test
    void hooksSpeakAndRefuse() {
        List<String> lines = linesOf("hooks");
        assertThat(startingWith("hook: ", lines))
                .containsExactly("hook: prompt of 65 characters", "hook: Bash was used");
        assertThat(lines.stream().filter(line -> !line.startsWith("hook: ")))
                .containsExactly(
                        "init: model fake-model, 2 tools",
                        "agent: What I was told besides: The build directory must be kept.",
                        "tool: Bash {\"command\":\"ls build\"}",
                        "  | classes",
                        "tool: Bash {\"command\":\"rm -rf build\"}",
                        "  ! nothing is deleted here",
                        "result: success, turns 1, 0.12 s, $0.0012");
    }

    @Test
    void toolsOfTheProgramAreCalled() {
        assertThat(linesOf("tools"))
                .first()
                .asString()
                .startsWith("schema: {\"type\":\"object\"")
                .contains("\"how many days, from 1 to 7\"");
        assertThat(out.toString().lines())
                .containsSubsequence(
                        "agent: I have the tool forecast.",
                        "tool: mcp__weather__forecast {\"city\":\"Paris\",\"days\":2}",
                        "  | Paris: sun for 2 days",
                        "  ! Nobody knows where Atlantis is.",
                        "tool: mcp__weather__forecast {\"city\":\"Paris\",\"days\":\"soon\"}")
                .anyMatch(line ->
                        line.startsWith("  ! Invalid arguments for the tool forecast: days must be an integer"));
    }

    @Test
    void anAnswerIsARecord() {
        assertThat(linesOf("structured"))
                .containsExactly("The Periodic Table, by Primo Levi, 1975", "  Argon", "  Hydrogen", "  Carbon");
    }

    @Test
    void sessionsAreListedReadRenamedTaggedForkedAndDeleted() {
        String uuid = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
        List<String> lines = linesOf("history");
        assertThat(lines.get(0)).matches("made: " + uuid + ", Say hello in one sentence\\., tag none");
        assertThat(lines.get(1)).matches("named: " + uuid + ", The first hello, tag example");
        assertThat(lines.subList(2, 4))
                .containsExactly(
                        "  you: Say hello in one sentence.", "  agent: I remember 0 messages before this one.");
        assertThat(lines.get(4)).matches("forked: " + uuid + ", Another way, tag none");
        assertThat(lines.get(4).substring(8, 44)).isNotEqualTo(lines.get(0).substring(6, 42));
        assertThat(lines.subList(5, 8))
                .containsExactly(
                        "there are 2 sessions of this directory",
                        "the fork goes on: I remember 2 messages before this one.",
                        "without the fork: true");
    }

    @Test
    void aStoreHasTheSessionAndResumesIt() {
        assertThat(linesOf("store"))
                .containsExactly(
                        "first: I remember 0 messages before this one.",
                        "in the store: Remember the number 7., 2 messages",
                        "second: I remember 2 messages before this one.",
                        "in the store: 4 messages");
    }

    @Test
    void aPublisherGivesAllMessages() {
        assertThat(linesOf("publisher"))
                .contains("tool: Bash {\"command\":\"ls src\"}", "result: success, turns 1, 0.12 s, $0.0012")
                .last()
                .asString()
                .matches("done: [3-9]\\d messages");
    }

    @Test
    void optionsBecomeFlagsAndTheModeChanges() {
        List<String> lines = linesOf("options");
        assertThat(lines.get(0))
                .contains("--model", "--permission-mode", "--max-turns", "--mcp-config")
                .doesNotContain("sonnet");
        assertThat(lines)
                .contains("MCP server docs: connected, 1 tools", "agent: My permission mode is acceptEdits.")
                .anyMatch(line -> line.startsWith("agent: My flags are: ") && line.contains("--max-turns"));
        assertThat(out.toString()).doesNotContain("secret");
    }

    @Test
    void qwenHasItsOwnNamesAndRefusesWhatItHasNoFormFor() {
        assertThat(linesOf("qwen"))
                .contains(
                        "command line: qwen --input-format stream-json --output-format stream-json --channel=SDK"
                                + " --approval-mode plan --max-session-turns 3",
                        "MCP server docs: connected",
                        "agent: My permission mode is auto-edit.")
                .anyMatch(line -> line.startsWith("refused: The qwen CLI has no form for: maxUsd."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "turns",
                "partial",
                "permissions",
                "hooks",
                "tools",
                "structured",
                "history",
                "store",
                "publisher",
                "options",
                "qwen"
            })
    void aProgramThatIsNoAgentIsOneSentenceAndExitCodeTwo(String command) {
        assertThat(run(command, "--cli", "/no/such/claude")).isEqualTo(2);
        assertThat(err.toString().lines())
                .filteredOn(line -> !line.isBlank())
                .singleElement()
                .asString()
                .contains("/no/such/claude");
    }

    @Test
    void aWrongAnswerExplainsItself() {
        assertThat(run("permissions", "--answer", "maybe")).isEqualTo(2);
        assertThat(err.toString()).contains("--answer").contains("maybe").contains("YES, NO, ALWAYS, DRY");
    }
}

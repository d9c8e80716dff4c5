package dev.agentsdk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {

    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Examples.run(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    @Test
    void withoutACommandTheDemoShowsAWholeSession() {
        assertThat(run()).isZero();

        assertThat(out.toString().lines())
                .anyMatch(line -> line.matches("open: process \\d+ in \\d+ ms \\(the built-in demo CLI\\)"))
                .contains("init: model fake-model, 2 tools")
                .contains("agent: Let me look at the sources first.")
                .contains("tool: Bash {\"command\":\"ls src\"}")
                .contains("  | Main.java")
                .contains("result: success, turns 1, 0.12 s, $0.0012")
                .last()
                .asString()
                .matches("close: ended by EOF after \\d+ ms, exit code 0, nothing left");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theJdkLauncherShowsTheSame() {
        assertThat(run("demo", "--launcher", "jdk", "--prompt", "Hello?")).isZero();
        assertThat(out.toString()).contains("you: Hello?").contains("exit code 0, nothing left");
    }

    @Test
    void aWrongPathIsOneSentenceAndExitCodeTwo() {
        Path missing = dir.resolve("claude");

        assertThat(run("--cli", missing.toString())).isEqualTo(2);

        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("The CLI " + missing + " does not exist.");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aProgramThatIsNoAgentIsOneSentenceAndExitCodeTwo() {
        assertThat(run("--cli", "/bin/true")).isEqualTo(2);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("exited with code 0 before answering initialize");
    }

    @Test
    void theLoopShowsWhatItCostsAndLeaves() {
        assertThat(run("loop", "--sessions", "20")).isZero();

        assertThat(out.toString())
                .contains("20 of 20 sessions")
                .containsPattern("open   p50 [\\d.]+ ms, p99 [\\d.]+ ms, max [\\d.]+ ms")
                .containsPattern("close  p50 [\\d.]+ ms, p99 [\\d.]+ ms, max [\\d.]+ ms")
                .contains("children:    0 after");
    }

    @Test
    void aWrongOptionExplainsItself() {
        assertThat(run("loop", "--sessions", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--sessions takes a positive number, not 0.");
        assertThat(run("demo", "--launcher", "rocket")).isEqualTo(2);
        assertThat(err.toString()).contains("--launcher").contains("rocket");
    }
}

package dev.agentsdk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide to the process layer shows code that compiles, runs, and prints what its comments say. */
class ProcessGuideTest {

    private static final Pattern IN_THE_SOURCE =
            Pattern.compile("^ *// GUIDE: begin\n(.*?)\n *// GUIDE: end$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern IN_THE_GUIDE =
            Pattern.compile("^```java\n(.*?)\n```$", Pattern.DOTALL | Pattern.MULTILINE);

    @TempDir
    Path dir;

    private static List<String> found(Pattern pattern, String file) throws IOException {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(Files.readString(Path.of(file)));
        while (matcher.find()) {
            found.add(matcher.group(1).stripIndent());
        }
        return found;
    }

    @Test
    void theExamplesAreThoseThatAreCompiled() throws IOException {
        List<String> compiled = found(IN_THE_SOURCE, "src/main/java/dev/agentsdk/examples/ProcessGuide.java");

        assertThat(compiled).hasSizeGreaterThan(10);
        assertThat(found(IN_THE_GUIDE, "../docs/processes.md")).containsExactlyElementsOf(compiled);
    }

    private interface Example {
        void run() throws Exception;
    }

    private static List<String> printed(Example example) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            example.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void commandsRun() throws Exception {
        assertThat(printed(ProcessGuide::run)).containsExactly("3", "out", "[err]");
        assertThat(printed(ProcessGuide::orThrow))
                .hasSize(2)
                .satisfies(
                        lines -> assertThat(lines.get(0))
                                .matches(
                                        "cat exited with code 1 after [\\d.]+ s\\. The end of its stderr: cat: /no/such/file:.*"))
                .endsWith("EXITED");
        assertThat(printed(() -> ProcessGuide.specification(dir))).containsExactly("[two, three, one]");
        assertThat(printed(ProcessGuide::consumer)).containsExactly("1", "2", "exit code 4");
    }

    @Test
    void timeOutsAndLimitsDoWhatTheySay() throws Exception {
        assertThat(printed(ProcessGuide::timeout))
                .hasSize(3)
                .startsWith("TIMED_OUT", "half of it")
                .last()
                .asString()
                .matches("sh was ended by signal 15 after 0\\.[5-9]\\d* s, because its time was up");
        assertThat(printed(ProcessGuide::limits)).containsExactly("6888896");
    }

    @Test
    void streamsAreStreams() throws Exception {
        assertThat(printed(ProcessGuide::lines)).containsExactly("STDOUT 1", "STDOUT 2", "STDOUT 3");
        assertThat(printed(ProcessGuide::future)).containsExactly("hello");
        assertThat(printed(ProcessGuide::flow)).containsExactly("1000 lines, EXITED");
    }

    @Test
    void batchesHaveAllOutcomes() throws Exception {
        assertThat(printed(ProcessGuide::batch)).containsExactly("0 SUCCESS", "1 TIMED_OUT", "2 ERROR", "3 FAILED");
    }

    @Test
    void theSupervisorSupervises() throws Exception {
        assertThat(printed(ProcessGuide::supervisor))
                .anyMatch(line -> line.startsWith("clock: "))
                .anyMatch(line -> line.matches("RUNNING for \\d+ ms, [1-4] lines"))
                .contains("TERM");
    }

    @Test
    void errorsExplainThemselves() throws Exception {
        assertThat(printed(ProcessGuide::errors))
                .containsExactly(
                        "INVALID_ARGUMENT",
                        "The program bin/tool is a relative path, which could mean several files. Name it by an absolute"
                                + " path, or by its bare name if it is on the PATH.",
                        "UNKNOWN_NAME",
                        "There is no child named web; there are none.");
    }
}

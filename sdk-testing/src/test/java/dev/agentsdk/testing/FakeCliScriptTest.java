package dev.agentsdk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script does what its header says, and its header says all that it does. */
@Timeout(60)
class FakeCliScriptTest {

    @TempDir
    Path root;

    private FakeCli cli;
    private List<String> script;

    @BeforeEach
    void putTheScript() throws IOException {
        cli = FakeCli.in(root);
        script = Files.readAllLines(cli.script());
    }

    /** The steps that the header describes: {@code name} or {@code name:ARGUMENT}, then at least two blanks. */
    private Set<String> described() {
        Pattern description = Pattern.compile("#   ([a-z-]+)(:[A-Z]+)? {2,}\\S.*");
        Set<String> steps = new TreeSet<>();
        for (String line : script.subList(script.indexOf("# Steps:") + 1, script.indexOf(""))) {
            Matcher matcher = description.matcher(line);
            assertThat(matcher.matches()).as(line).isTrue();
            steps.add(matcher.group(1) + (matcher.group(2) == null ? "" : ":"));
        }
        return steps;
    }

    /** The patterns of the {@code case} that plays a step. */
    private Set<String> played() {
        Pattern label = Pattern.compile("    ([a-z-]+)(:\\*)?\\)( .*)?");
        Set<String> steps = new TreeSet<>();
        List<String> function = script.subList(script.indexOf("step() {"), script.size());
        for (String line : function.subList(0, function.indexOf("}"))) {
            Matcher matcher = label.matcher(line);
            if (matcher.matches()) {
                steps.add(matcher.group(1) + (matcher.group(2) == null ? "" : ":"));
            }
        }
        return steps;
    }

    @Test
    void everyStepInTheHeaderIsPlayedAndTheOtherWayRound() {
        assertThat(described()).hasSizeGreaterThan(30).isEqualTo(played());
    }

    @Test
    void theVariablesInTheHeaderAreRead() {
        String body = String.join("\n", script.subList(script.indexOf(""), script.size()));
        List<String> variables = List.of("FAKE_START", "FAKE_INIT", "FAKE_TURN", "FAKE_EOF", "FAKE_DIR", "FAKE_OWN");

        for (String variable : variables) {
            assertThat(String.join("\n", script.subList(0, script.indexOf("")))).contains(variable);
            assertThat(body).contains("${" + variable);
        }
    }

    @Test
    void theShellFindsNoMistakeInIt() throws Exception {
        Process check = new ProcessBuilder("/bin/sh", "-n", cli.script().toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(check.waitFor()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-v", "--version"})
    void itTellsItsVersion(String flag) throws Exception {
        try (FakeRun run = FakeRun.start(cli, flag)) {
            assertThat(run.rest()).containsExactly("2.1.0 (Fake CLI)");
            assertThat(run.exitCode()).isZero();
        }
        try (FakeRun run = FakeRun.start(cli.version("1.0.3 (Old CLI)"), flag)) {
            assertThat(run.rest()).containsExactly("1.0.3 (Old CLI)");
            assertThat(run.exitCode()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "say", "exit", "Init", "sleep"})
    void anUnknownStepEndsItWithSixtyFourAndSaysWhich(String step) throws Exception {
        try (FakeRun run = FakeRun.start(cli.onStart("init " + step + " result"))) {
            assertThat(run.exitCode()).isEqualTo(64);
            assertThat(run.stderr()).containsExactly("fake-cli: unknown step: " + step);
            assertThat(run.rest()).as("what came before it").hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"init", "hang-turn", "trap-term", "first-write", "no-init-answer"})
    void aStepInTheMiddleOfAnotherNameIsUnknown(String step) throws Exception {
        try (FakeRun run = FakeRun.start(cli.onStart("x" + step))) {
            assertThat(run.exitCode()).isEqualTo(64);
        }
    }

    @Test
    void stepsOfOnesOwnUseTheScriptsFunctionsAndAreGivenTheirArguments() throws Exception {
        Path own = Files.writeString(root.resolve("own.sh"), """
                own_greet() { say "Hello, $1"; }
                own_control() {
                  case "$1" in
                    *'"subtype":"colour"'*) answer "$1" '{"colour":"blue"}' ;;
                    *) return 1 ;;
                  esac
                }
                """);

        try (FakeRun run = FakeRun.start(cli.withSteps(own).onStart("greet:World init"))) {
            assertThat(run.next().at("/message/content/0/text").asText()).isEqualTo("Hello, World");
            assertThat(run.next().path("subtype").asText()).isEqualTo("init");
            run.send("{\"type\":\"control_request\",\"request_id\":\"r1\",\"request\":{\"subtype\":\"colour\"}}");
            assertThat(run.next().at("/response/response/colour").asText()).isEqualTo("blue");
            run.send("{\"type\":\"control_request\",\"request_id\":\"r2\",\"request\":{\"subtype\":\"other\"}}");
            assertThat(run.next().at("/response/response").isEmpty()).isTrue();
        }
        try (FakeRun run = FakeRun.start(cli.withSteps(own).onStart("greet:World unknown"))) {
            assertThat(run.exitCode()).isEqualTo(64);
        }
    }
}

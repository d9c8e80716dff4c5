package dev.agentsdk.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.process.ProcessInput;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.ProcessResult;
import dev.agentsdk.process.ProcessRunner;
import dev.agentsdk.process.ProcessSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R-111")
class EnvironmentHandoverTest {

    @TempDir
    Path directory;

    /** In place of setpriv: notes its own environment, and becomes the command without changing the user. */
    private OtherUser user() throws IOException {
        Path users = Files.writeString(directory.resolve("passwd"), "agent:x:1001:1002:An agent:/home/agent:/bin/sh\n");
        Path setpriv = Files.writeString(
                directory.resolve("setpriv"),
                "#!/bin/sh\ncat /proc/$$/environ > " + directory.resolve("before") + "\nshift 5\nexec \"$@\"\n");
        Files.setPosixFilePermissions(setpriv, PosixFilePermissions.fromString("rwx------"));
        return OtherUser.named("agent", users, List.of(setpriv));
    }

    /** Runs a command as transports do; its stdin goes on with some text. */
    private ProcessResult run(Map<String, String> environment, String rest, String... command) throws IOException {
        OtherUser user = user();
        ByteArrayOutputStream stdin = new ByteArrayOutputStream();
        stdin.writeBytes(EnvironmentHandover.lines(environment));
        stdin.writeBytes(rest.getBytes(StandardCharsets.UTF_8));
        return ProcessRunner.create()
                .withLauncher(ProcessLauncher.jdk())
                .run(ProcessSpec.of(user.command(List.of(command)))
                        .withEnvironment(user.environmentBeforeTheChange(environment))
                        .withStdin(ProcessInput.of(stdin.toByteArray())));
    }

    private static Map<String, String> parsed(byte[] zeroSeparated) {
        Map<String, String> variables = new TreeMap<>();
        for (String entry : new String(zeroSeparated, StandardCharsets.UTF_8).split("\0", -1)) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                variables.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        variables.remove("AGENT_SDK_PROCESS_TREE");
        // Set by some shells for whatever they start.
        variables.remove("_");
        return variables;
    }

    private void assertArrives(Map<String, String> environment) throws IOException {
        ProcessResult result = run(environment, "", "/bin/cat", "/proc/self/environ");

        assertThat(result.stderr().text()).isEmpty();
        assertThat(parsed(result.stdout().bytes())).isEqualTo(new TreeMap<>(environment));
    }

    @Test
    void theProgramGetsTheWholeEnvironmentAndTheProgramBeforeItNothing() throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("EMPTY", "");
        environment.put("LINES_OF_TEXT", "one\n+two\n.\n\nlast=x\n");
        environment.put("QUOTES", " ' \" \\ \\n `id` $(id) ${PATH} ; & * ~ \t ");
        environment.put("TEXT", "größe €  Á 😀 \u0081\u0088 end");
        environment.put("IFS", "o");
        environment.put("PS4", "$(id)");
        environment.put("ENV", "/nowhere");
        environment.put("BASH_ENV", "/nowhere");
        environment.put("LANG", "C.UTF-8");
        environment.put("LC_ALL", "C");

        assertArrives(environment);
        Map<String, String> before = parsed(Files.readAllBytes(directory.resolve("before")));
        before.remove("PWD");
        assertThat(before).isEmpty();
    }

    /** The names of the script itself, and names that look like its command. */
    @Test
    void variablesMayBeCalledLikeThoseOfTheScript() throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("agent_sdk_line", "1");
        environment.put("agent_sdk_name", "x=y\n.\n+z");
        environment.put("agent_sdk_value", ".");
        environment.put("agent_sdk_other", "");
        environment.put("A", "b");
        environment.put("z", "last");

        assertArrives(environment);
    }

    @Test
    void stdinContinuesBehindTheEnvironmentToTheByte() throws IOException {
        assertThat(run(Map.of("A", "b"), "{\"first\":1}\nrest", "/bin/cat")
                        .stdout()
                        .text())
                .isEqualTo("{\"first\":1}\nrest");
    }

    /** If the JVM ends in between, the program must not run with half of its environment. */
    @Test
    void nothingRunsWithHalfAnEnvironment() throws IOException {
        OtherUser user = user();

        ProcessResult result = ProcessRunner.create()
                .run(ProcessSpec.of(user.command(List.of("/bin/echo", "runs")))
                        .withEnvironment(Map.of())
                        .withStdin(ProcessInput.of("A=b\nC=half of")));

        assertThat(result.stdout().text()).isEmpty();
        assertThat(result.exitCode()).hasValue(125);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LD_PRELOAD",
                "LD_LIBRARY_PATH",
                "LD_AUDIT",
                "GLIBC_TUNABLES",
                "GCONV_PATH",
                "MALLOC_TRACE",
                "LOCPATH",
                "RES_OPTIONS"
            })
    void namesOfTheLoaderAreRefusedAndNotInherited(String name) {
        assertThatThrownBy(() -> EnvironmentHandover.check(Map.of(name, Optional.of("SEKRIT"))))
                .isInstanceOf(CliStartException.class)
                .hasMessageContaining(
                        "The environment variable " + name + " cannot be set together with the option user")
                .hasMessageNotContaining("SEKRIT");
        assertThatCode(() -> EnvironmentHandover.check(Map.of(name, Optional.empty())))
                .doesNotThrowAnyException();
        assertThat(EnvironmentHandover.lines(Map.of(name, "x", "A", "b")))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("A=b\n.\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"some.name", "BASH_FUNC_ls%%", "SHELLOPTS", "UID", "PPID", "RANDOM", "LINENO", "1A", "A B", "ü"})
    void namesThatAShellCannotSetAreRefusedAndNotInherited(String name) {
        assertThatThrownBy(() -> EnvironmentHandover.check(Map.of(name, Optional.of("SEKRIT"))))
                .isInstanceOf(CliStartException.class)
                .hasMessageContaining("cannot set this name")
                .hasMessageNotContaining("SEKRIT");
        assertThat(EnvironmentHandover.lines(Map.of(name, "x", "A", "b")))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("A=b\n.\n");
    }

    @Test
    void onlyAMarkOfALauncherIsInTheEnvironmentBeforeTheChange() throws IOException {
        OtherUser user = user();

        assertThat(user.environmentBeforeTheChange(Map.of("AGENT_SDK_PROCESS_TREE", "0a-1:0b-2", "LD_PRELOAD", "x")))
                .containsExactly(Map.entry("AGENT_SDK_PROCESS_TREE", "0a-1:0b-2"));
        assertThat(user.environmentBeforeTheChange(Map.of("AGENT_SDK_PROCESS_TREE", "/tmp/x.so")))
                .isEmpty();
    }
}

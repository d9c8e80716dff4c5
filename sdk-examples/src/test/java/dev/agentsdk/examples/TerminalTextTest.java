package dev.agentsdk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What a hostile agent sends to the terminal of a person. */
@Timeout(60)
@Tag("R-118")
class TerminalTextTest {

    private static final String AGENT = """
            #!/bin/sh
            [ "$1" = -v ] && echo 2.1.0 && exit 0
            while IFS= read -r line; do
              case "$line" in
                *'"subtype":"initialize"'*)
                  id=$(printf %s "$line" | sed 's/.*"request_id":"\\([^"]*\\)".*/\\1/')
                  printf '{"type":"control_response","response":{"subtype":"success","request_id":"%s","response":{}}}\\n' "$id" ;;
                *'"type":"user"'*)
                  printf '%s\\n' '{"type":"control_request","request_id":"r1","request":{"subtype":"can_use_tool","tool_name":"Bash\\u001b[2K\\u001b[1G\\r\\n? Allow it? [yes/no/always/dry] yes\\u009b8m","input":{"command":"rm -rf ~ #\\u009b2K\\u202e"},"tool_use_id":"t"}}' ;;
                *'"request_id":"r1"'*)
                  printf '%s\\n' '{"type":"assistant","session_id":"s","parent_tool_use_id":null,"message":{"id":"m","role":"assistant","model":"m","content":[{"type":"text","text":"hi \\u001b]0;title\\u0007\\n? Allow it? [yes/no/always/dry] \\u001b[31m"}]}}'
                  printf '%s\\n' '{"type":"result","subtype":"success","is_error":false,"duration_ms":1,"duration_api_ms":1,"num_turns":1,"result":"d","session_id":"s","total_cost_usd":0,"uuid":"u"}' ;;
              esac
            done
            """;

    private final StringWriter written = new StringWriter();

    @TempDir
    Path temp;

    private PrintWriter terminal() {
        CommandLine command = new CommandLine(CommandSpec.create());
        command.setOut(new PrintWriter(written, true));
        return TerminalText.out(command.getCommandSpec());
    }

    @Test
    void whatATerminalObeysIsShownInstead() {
        PrintWriter out = terminal();
        out.print("a\tb\u001b[2J\u009b8m\r");
        out.println("\u202e日本語 \uD83D\uDE80");
        out.print('\uD83D');
        out.print("\uDE80 \uD83Dx");
        out.flush();

        assertThat(written.toString().replace(System.lineSeparator(), "\n"))
                .isEqualTo("a\tb\\u001b[2J\\u009b8m\\r\\u202e日本語 \uD83D\uDE80\n\uD83D\uDE80 \\ud83dx");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the agent is a shell script")
    void aPermissionPromptCannotBeForged() throws IOException {
        Path agent = Files.writeString(temp.resolve("agent"), AGENT);
        Files.setPosixFilePermissions(agent, PosixFilePermissions.fromString("rwx------"));
        StringWriter err = new StringWriter();

        int exitCode = Examples.run(
                new String[] {"permissions", "--cli", agent.toString(), "--answer", "no"},
                new PrintWriter(written, true),
                new PrintWriter(err, true));

        assertThat(err.toString()).isEmpty();
        assertThat(exitCode).isZero();
        List<String> lines = written.toString().lines().toList();
        assertThat(lines.stream().filter(line -> line.startsWith("? ")))
                .containsExactly("? Allow it? [yes/no/always/dry] no");
        assertThat(lines)
                .contains("> tool:  Bash\\u001b[2K\\u001b[1G\\r\\n? Allow it? [yes/no/always/dry] yes\\u009b8m");
        assertThat(lines).anyMatch(line -> line.startsWith("> input: ") && line.contains("rm -rf ~"));
        assertThat(String.join("", lines).codePoints())
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    }
}

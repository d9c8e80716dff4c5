package dev.agentsdk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The page of examples lists what there is, and nothing else. */
class ExamplesPageTest {

    private static final Pattern ROW = Pattern.compile(
            "\\| .* \\| `mvn -q -pl sdk-examples -am compile exec:java -Dexec\\.args=(\\S+|\"[^\"]+\")` \\| `(\\w+)` \\|");

    private record Row(List<String> arguments, String source) {}

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("../docs/examples.md"))) {
            if (line.startsWith("| ") && !line.startsWith("| what |")) {
                Matcher matcher = ROW.matcher(line);
                assertThat(matcher.matches()).as(line).isTrue();
                rows.add(
                        new Row(Arrays.asList(matcher.group(1).replace("\"", "").split(" ", -1)), matcher.group(2)));
            }
        }
        return rows;
    }

    @Test
    void allCommandsAreListed() throws IOException {
        Set<String> listed = new TreeSet<>();
        rows().forEach(row -> listed.add(row.arguments().get(0)));
        Set<String> known =
                new TreeSet<>(Examples.commandLine().getSubcommands().keySet());
        known.remove("help");

        assertThat(listed).isEqualTo(known);
    }

    @Test
    void theArgumentsAreUnderstoodAndTheSourcesExist() throws IOException {
        for (Row row : rows()) {
            CommandLine line = Examples.commandLine();
            // Throws if there is an option that is not known, or a value that does not fit.
            CommandLine.ParseResult parsed = line.parseArgs(row.arguments().toArray(String[]::new));
            Object command = parsed.subcommand().commandSpec().userObject();
            assertThat(command.getClass().getSimpleName()).isEqualTo(row.source());
            assertThat(Path.of("src/main/java/dev/agentsdk/examples", row.source() + ".java"))
                    .exists();
        }
    }
}

package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of parity has no holes, and what it names exists: types, methods, tests. */
class ParityTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path TABLE = ROOT.resolve("docs/parity.md");

    /** {@code Type}, {@code Type.method}, {@code o.Type.method}, {@code Type.Nested}. */
    private static final Pattern NAMED = Pattern.compile("`(?:o\\.)?([A-Z]\\w+)(?:\\.(\\w+))?`");

    private static final Pattern SUBTYPE = Pattern.compile("`([a-z]+(?:_[a-z]+)*)`");

    /** Names of other projects' types, which the table speaks of. */
    private static final Set<String> OTHERS = Set.of("ClaudeAgentOptions", "Options");

    /** Sections that say above the table where the tests of all rows are. */
    private static final Set<String> SAID_ABOVE = Set.of("Options", "By their names in the official SDKs", "Messages");

    private record Row(String section, List<String> cells) {
        String ours() {
            return cells.get(cells.size() - 1);
        }
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        String section = "";
        boolean heading = false;
        for (String line : Files.readAllLines(TABLE)) {
            if (line.startsWith("#")) {
                section = line.replaceFirst("#+ ", "");
            }
            boolean inTable = line.startsWith("|");
            if (inTable && heading && !line.startsWith("|---")) {
                String inner = line.substring(1, line.length() - 1);
                rows.add(new Row(
                        section,
                        Stream.of(inner.split("\\|", -1)).map(String::strip).toList()));
            }
            heading = inTable;
        }
        return rows;
    }

    @Test
    void noCellIsEmptyAndNoIsNotSaidWithoutAReason() throws IOException {
        List<Row> rows = rows();
        assertThat(rows).hasSizeGreaterThan(150);
        for (Row row : rows) {
            String width = row.section().startsWith("By their names") ? "3" : "5";
            assertThat(row.cells())
                    .as(row.toString())
                    .hasSize(Integer.parseInt(width))
                    .doesNotContain("");
            assertThat(row.ours()).as(row.toString()).doesNotMatch("(n|p|–|\\?|y)([,;( ].*)?");
            if (!SAID_ABOVE.contains(row.section())) {
                assertThat(row.ours()).as(row.toString()).containsPattern("^n: |→.*Test[`.]");
            }
        }
    }

    @Test
    void theTypesMethodsAndTestsExist() throws IOException {
        Map<String, String> sources = sources();
        Set<String> checked = new TreeSet<>();
        for (String line : Files.readAllLines(TABLE)) {
            String ours = line.startsWith("|") ? line.substring(line.lastIndexOf('|', line.length() - 2)) : line;
            for (MatchResult named : NAMED.matcher(ours).results().toList()) {
                String type = named.group(1);
                String member = named.group(2);
                if (OTHERS.contains(type) || type.equals(type.toUpperCase(java.util.Locale.ROOT))) {
                    continue;
                }
                assertThat(sources).as(line).containsKey(type);
                if (member != null) {
                    String source = sources.get(type);
                    if (type.equals("AgentOptions")) {
                        source += sources.get("OptionShortcuts");
                    } else if (type.equals("AgentSession") || type.equals("AgentQuery")) {
                        source += sources.get("AgentControls");
                    }
                    assertThat(source)
                            .as(type + "." + member + " in: " + line)
                            .containsPattern("\\b" + member + "\\(|(class|record|interface|enum) " + member
                                    + "\\b|[\\w>] " + member + "(?:[,)\\n]| =)");
                }
                checked.add(named.group());
            }
        }
        assertThat(checked).hasSizeGreaterThan(200);
    }

    @Test
    void everyControlRequestThatThereIsAMethodForHasARow() throws IOException {
        Set<String> listed = new TreeSet<>();
        for (Row row : rows()) {
            if (row.section().equals("Control requests to the agent")) {
                SUBTYPE.matcher(row.cells().get(0)).results().forEach(subtype -> listed.add(subtype.group(1)));
            }
        }
        Set<String> sent = new TreeSet<>(Set.of("initialize"));
        Pattern.compile("(?:(?<!\\.)(?:plain|with)|ControlRequest\\.of)\\(\\s*\"([a-z_]+)\"")
                .matcher(sources().get("ControlRequests"))
                .results()
                .forEach(match -> sent.add(match.group(1)));

        assertThat(sent).hasSizeGreaterThan(35).isEqualTo(listed);
    }

    /** The text of every type that has a file of its own. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file : files.filter(ParityTest::isSource).toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                sources.merge(name, Files.readString(file), String::concat);
            }
        }
        return sources;
    }

    private static boolean isSource(Path file) {
        String path = ROOT.relativize(file).toString();
        return path.endsWith(".java") && (path.contains("src/main/java") || path.contains("src/test/java"));
    }
}

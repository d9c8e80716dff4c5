package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of guarantees names the tests that carry the tags of the faults, all of them and no others. Other pages name
 * tests that exist.
 */
class GuaranteesTest {

    private static final int FAULTS = 80;
    private static final String NOT_TESTED = "not tested: ";
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path TABLE = ROOT.resolve("docs/guarantees.md");
    private static final Pattern ROW = Pattern.compile("\\| (R-\\d{2,3}) \\| (.+?) \\| (.+?) \\|(.*)\\|");
    private static final Pattern TOKEN = Pattern.compile(
            "@Tag\\(\"(R-\\d{2,3})\"\\)|^(?:public |final |abstract )*class (\\w+)|^    (?:final )?void (\\w+)\\(",
            Pattern.MULTILINE);

    @Test
    void everyFaultHasARowAndEveryRowItsTests() throws IOException {
        Map<String, SortedSet<String>> proofs = proofs();
        List<String> lines = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        List<String> unproven = new ArrayList<>();
        for (String line : Files.readAllLines(TABLE)) {
            Matcher row = ROW.matcher(line);
            if (!row.matches()) {
                lines.add(line);
                continue;
            }
            SortedSet<String> tests = proofs.getOrDefault(row.group(1), new TreeSet<>());
            faults.add(row.group(1));
            String reason = row.group(4).strip();
            if (tests.isEmpty() && !reason.startsWith(NOT_TESTED)) {
                unproven.add(line);
            }
            lines.add("| " + row.group(1) + " | " + row.group(2) + " | " + row.group(3) + " | "
                    + (tests.isEmpty() ? reason : String.join(", ", tests)) + " |");
        }
        String wanted = String.join("\n", lines) + "\n";
        if (Boolean.getBoolean("agentsdk.writeGuarantees")) {
            Files.writeString(TABLE, wanted);
        }

        assertThat(faults)
                .doesNotHaveDuplicates()
                .startsWith(Stream.iterate(1, n -> n + 1)
                        .limit(FAULTS)
                        .map(n -> String.format("R-%02d", n))
                        .toArray(String[]::new));
        assertThat(unproven)
                .as("rows without a test that carries their tag, and without a reason: \"" + NOT_TESTED + "...\"")
                .isEmpty();
        assertThat(faults).as("tags without a row").containsAll(proofs.keySet());
        assertThat(Files.readString(TABLE)).isEqualTo(wanted);
    }

    @Test
    void everyGotchaNamesATestThatExists() throws IOException {
        String text = Files.readString(ROOT.resolve("docs/gotchas.md")).replace('\n', ' ');
        List<String> named = Pattern.compile("Test: `([\\w.]+)`")
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
        long entries = Pattern.compile(" ## ").matcher(text).results().count();

        assertThat(entries).isPositive();
        assertThat(named).hasSize((int) entries);
        assertThat(tests()).containsAll(named);
    }

    @Test
    void thePageOfRealClisNamesTestsThatExist() throws IOException {
        List<String> named = Pattern.compile("`(Real\\w+Test(?:\\.\\w+)?)`")
                .matcher(Files.readString(ROOT.resolve("docs/real-clis.md")))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(named).hasSizeGreaterThan(20);
        assertThat(tests()).containsAll(named);
    }

    /** All test classes, and their methods by {@code Class.method}. */
    private static Set<String> tests() throws IOException {
        Set<String> tests = new TreeSet<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file : files.filter(GuaranteesTest::isTest).toList()) {
                String className = "";
                Matcher token = TOKEN.matcher(Files.readString(file));
                while (token.find()) {
                    if (token.group(2) != null) {
                        className = token.group(2);
                        tests.add(className);
                    } else if (token.group(3) != null) {
                        tests.add(className + "." + token.group(3));
                    }
                }
            }
        }
        return tests;
    }

    /** By fault: classes that carry its tag, and methods of others that do. */
    private static Map<String, SortedSet<String>> proofs() throws IOException {
        Map<String, SortedSet<String>> proofs = new TreeMap<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file : files.filter(GuaranteesTest::isTest).toList()) {
                addProofs(Files.readString(file), proofs);
            }
        }
        return proofs;
    }

    private static boolean isTest(Path file) {
        String path = ROOT.relativize(file).toString();
        return path.contains("src/test/java") && path.endsWith(".java");
    }

    private static void addProofs(String source, Map<String, SortedSet<String>> proofs) {
        List<String> tags = new ArrayList<>();
        List<String> ofClass = List.of();
        String className = "";
        Matcher token = TOKEN.matcher(source);
        while (token.find()) {
            if (token.group(1) != null) {
                tags.add(token.group(1));
                continue;
            }
            String name = token.group(2);
            if (name != null) {
                className = name;
                ofClass = List.copyOf(tags);
            } else {
                name = className + "." + token.group(3);
            }
            for (String tag : tags) {
                if (token.group(2) != null || !ofClass.contains(tag)) {
                    proofs.computeIfAbsent(tag, any -> new TreeSet<>()).add("`" + name + "`");
                }
            }
            tags.clear();
        }
    }
}

package dev.agentsdk.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.agentsdk.AgentSession;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The layers of {@code docs/architecture.md}: a package uses only packages of lower levels. */
class LayersTest {

    private static final String ROOT = "dev.agentsdk";

    /** From the top. A package and its own {@code internal} package are one unit. Units of one level do not use each other. */
    private static final List<List<String>> LEVELS = List.of(
            List.of(""),
            List.of(".internal.session"),
            List.of(".internal.protocol.streamjson"),
            List.of(".options"),
            List.of(".history", ".builtin"),
            List.of(".tool", ".hook", ".control"),
            List.of(".errors", ".permission"),
            List.of(".message", ".dialog"),
            List.of(".schema", ".callback"),
            List.of(".spi"),
            List.of(".json"));

    /** Where the main classes are, however they and the tests are packed. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(AgentSession.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void aPackageUsesOnlyPackagesOfLowerLevels() {
        Map<String, Integer> levels = new HashMap<>();
        for (int level = 0; level < LEVELS.size(); level++) {
            for (String unit : LEVELS.get(level)) {
                levels.put(unit, level);
            }
        }
        Map<String, TreeSet<String>> upward = new TreeMap<>();
        TreeSet<String> seen = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            String from = unit(type);
            seen.add(from);
            for (Dependency use : type.getDirectDependenciesFromSelf()) {
                JavaClass target = use.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith(ROOT)
                        && !unit(target).equals(from)
                        && levels.get(unit(target)) <= levels.get(from)) {
                    upward.computeIfAbsent(from + " -> " + unit(target), edge -> new TreeSet<>())
                            .add(type.getSimpleName() + " uses " + target.getSimpleName());
                }
            }
        }

        assertThat(seen).isEqualTo(new TreeSet<>(levels.keySet()));
        assertThat(upward).isEmpty();
    }

    private static String unit(JavaClass type) {
        String name = type.getPackageName().substring(ROOT.length());
        return name.endsWith(".internal") ? name.substring(0, name.length() - ".internal".length()) : name;
    }

    @Test
    void nothingPrintsToTheStandardStreams() {
        ArchRuleDefinition.noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CLASSES);
    }

    /** The wall clock may be set; deadlines are points on {@code System.nanoTime()}. */
    @Test
    void timesAreNotTakenFromTheWallClock() {
        ArchRuleDefinition.noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }
}

package dev.agentsdk.process.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.agentsdk.process.ProcessLauncher;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The layers of {@code docs/architecture.md}: below the public package, an internal one uses only those of lower levels. */
class LayersTest {

    private static final String ROOT = "dev.agentsdk.process";

    /** From the top. All of them use the public package, which uses all of them: that is one unit with its internals. */
    private static final List<List<String>> LEVELS = List.of(
            List.of(".internal.select", ".internal.supervise"),
            List.of(".internal.jdk", ".internal.run"),
            List.of(".internal.posix"),
            List.of(".internal"));

    /** Where the main classes are, however they and the tests are packed. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(
                    ProcessLauncher.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void anInternalPackageUsesOnlyThoseOfLowerLevels() {
        Map<String, Integer> levels = new HashMap<>();
        for (int level = 0; level < LEVELS.size(); level++) {
            for (String name : LEVELS.get(level)) {
                levels.put(name, level);
            }
        }
        Map<String, TreeSet<String>> upward = new TreeMap<>();
        TreeSet<String> seen = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            String from = name(type);
            if (from.isEmpty()) {
                continue;
            }
            seen.add(from);
            for (Dependency use : type.getDirectDependenciesFromSelf()) {
                JavaClass target = use.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith(ROOT)
                        && !name(target).isEmpty()
                        && !name(target).equals(from)
                        && levels.get(name(target)) <= levels.get(from)) {
                    upward.computeIfAbsent(from + " -> " + name(target), edge -> new TreeSet<>())
                            .add(type.getSimpleName() + " uses " + target.getSimpleName());
                }
            }
        }

        assertThat(seen).isEqualTo(new TreeSet<>(levels.keySet()));
        assertThat(upward).isEmpty();
    }

    private static String name(JavaClass type) {
        return type.getPackageName().substring(ROOT.length());
    }

    @Test
    void knowsNothingOfAgentsAndOfJson() {
        ArchRuleDefinition.classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "dev.agentsdk.process..",
                        "jnr..",
                        "com.kenai.jffi..",
                        "org.slf4j..",
                        "org.jspecify..")
                .check(CLASSES);
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
}

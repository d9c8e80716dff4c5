package dev.agentsdk.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.testsupport.Times;
import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application that depends on sdk-process and on nothing else. */
@Timeout(180)
class ProcessAloneTest {

    /** How the names of the files begin that come with its three dependencies. */
    private static final List<String> DEPENDENCIES = List.of("jnr-", "jffi-", "asm-", "slf4j-api-", "jspecify-");

    private static final URI LOCATION = URI.create(ProcessSpec.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .toString());

    private static final Pattern DEPENDENCY =
            Pattern.compile("<dependency>.*?<artifactId>(.*?)</artifactId>.*?</dependency>", Pattern.DOTALL);

    private static final String PROGRAM = """
            import dev.agentsdk.process.*;

            public class Alone {
                public static void main(String[] arguments) throws Exception {
                    ProcessResult result = ProcessRunner.create().run(ProcessSpec.of("echo", "out"));
                    System.out.println(ProcessLauncher.automatic().name() + " " + result.stdout().text().strip());
                    Class.forName(arguments[0]);
                }
            }
            """;

    @TempDir
    Path dir;

    @Test
    void thePomNamesThreeDependenciesAndThoseOfTheTests() throws Exception {
        Matcher dependencies = DEPENDENCY.matcher(Files.readString(Path.of("pom.xml")));
        List<String> compiled = new ArrayList<>();
        while (dependencies.find()) {
            if (!dependencies.group().contains("<scope>")) {
                compiled.add(dependencies.group(1));
            }
        }
        assertThat(compiled).containsExactlyInAnyOrder("jnr-posix", "slf4j-api", "jspecify");
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    void aProgramRunsWithThemAlone(String launcher) throws Exception {
        Path source = Files.writeString(dir.resolve("Alone.java"), PROGRAM);
        String classPath = Arrays.stream(testClassPath().split(File.pathSeparator, -1))
                .filter(ProcessAloneTest::isOfTheModule)
                .collect(Collectors.joining(File.pathSeparator));
        Path output = dir.resolve("output");
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Ddev.agentsdk.launcher=" + launcher,
                        "-cp",
                        classPath,
                        source.toString(),
                        "com.fasterxml.jackson.databind.JsonNode")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            Times.await(() -> "the program to end", Duration.ofMinutes(2), () -> !java.isAlive());
        } finally {
            java.destroyForcibly().waitFor();
        }
        assertThat(Files.readString(output, StandardCharsets.UTF_8))
                .contains(launcher + " out")
                .contains("ClassNotFoundException: com.fasterxml.jackson.databind.JsonNode");
    }

    @Test
    void theTestsOfThisModuleSeeNoClassOfTheAgent() {
        assertThatThrownBy(() -> Class.forName("dev.agentsdk.AgentSession")).isInstanceOf(ClassNotFoundException.class);
    }

    /** Surefire hides it in the manifest of a file. */
    private static String testClassPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static boolean isOfTheModule(String entry) {
        Path path = Path.of(entry);
        String name = path.getFileName().toString();
        return path.toUri().equals(LOCATION) || DEPENDENCIES.stream().anyMatch(name::startsWith);
    }
}

package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentsdk.e2e.support.E2e;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests run on the class path; an application may be modular. */
@E2e
class ModulePathTest {

    private static final String PROGRAM = """
            import dev.agentsdk.AgentSession;
            import dev.agentsdk.testing.FakeCli;
            import java.nio.file.Path;

            public class Modular {
                public static void main(String[] arguments) {
                    Module transport = ModuleLayer.boot().findModule("dev.agentsdk.transport").orElseThrow();
                    try (AgentSession session = AgentSession.open(FakeCli.in(Path.of(arguments[0])).options().build())) {
                        session.send("hello");
                        System.out.println(transport + " " + session.receiveResponse().result().subtype());
                    }
                }
            }
            """;

    @TempDir
    Path dir;

    @Test
    void aSessionRunsWithTheSdkAsNamedModules() throws IOException, InterruptedException {
        Path source = Files.writeString(dir.resolve("Modular.java"), PROGRAM);

        assertThat(run(
                        tool("java"),
                        "--module-path",
                        modulePath(""),
                        "--add-modules",
                        "dev.agentsdk.transport,dev.agentsdk.testing",
                        source.toString(),
                        dir.toString()))
                .contains("module dev.agentsdk.transport success");
    }

    /** Of the SDK's dependencies only what its modules require: the native layer needs two of the modules of jnr-posix. */
    private static final String REQUIRED =
            "sdk-core|sdk-process|sdk-transport|sdk-testing|jackson|slf4j-api|jspecify|jnr-constants|jffi";

    private Path compiledModule() throws IOException, InterruptedException {
        Path sources = Files.createDirectories(dir.resolve("source/app"));
        Files.writeString(sources.resolve("Modular.java"), "package app;\n" + PROGRAM);
        Path descriptor = Files.writeString(
                dir.resolve("source/module-info.java"),
                "module app { requires dev.agentsdk.transport; requires dev.agentsdk.testing; }");
        Path classes = dir.resolve("classes");
        assertThat(run(
                        tool("javac"),
                        "-Xlint:all,-requires-automatic",
                        "-Werror",
                        "-d",
                        classes.toString(),
                        "--module-path",
                        modulePath(REQUIRED),
                        descriptor.toString(),
                        sources.resolve("Modular.java").toString()))
                .isEmpty();
        return classes;
    }

    @Test
    void aNamedModuleCanUseTheFakeCliWithoutJUnit() throws IOException, InterruptedException {
        assertThat(run(
                        tool("java"),
                        "--module-path",
                        modulePath(REQUIRED) + File.pathSeparator + compiledModule(),
                        "--module",
                        "app/app.Modular",
                        dir.toString()))
                .contains("module dev.agentsdk.transport success");
    }

    /** As docs/modules.md describes it. */
    @Test
    void anImageOfTheJdkRunsTheSdkOnItsModulePath() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of(tool("jlink"))), "This JDK has no jlink");
        Path image = dir.resolve("image");
        run(tool("jlink"), "--add-modules", "java.logging,jdk.unsupported", "--output", image.toString());

        assertThat(run(
                        image.resolve("bin/java").toString(),
                        "--module-path",
                        modulePath(REQUIRED) + File.pathSeparator + compiledModule(),
                        "--module",
                        "app/app.Modular",
                        dir.toString()))
                .contains("module dev.agentsdk.transport success");
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /**
     * The classes that this test runs with, without those of tests.
     *
     * @param names parts of the names of jars and directories, separated by a bar; empty for all
     */
    private static String modulePath(String names) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Pattern wanted = Pattern.compile(names);
        return Arrays.stream(classPath.split(File.pathSeparator, -1))
                .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("-tests.jar"))
                .filter(entry -> wanted.matcher(nameOf(Path.of(entry))).find())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Of the jar, or of the module whose {@code target/classes} it is. */
    private static String nameOf(Path entry) {
        return entry.endsWith(Path.of("target", "classes"))
                ? entry.getParent().getParent().getFileName().toString()
                : entry.getFileName().toString();
    }

    private String run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(dir, "output", "");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(150, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();

        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as(text).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}

package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.e2e.support.E2e;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
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
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String modulePath = Arrays.stream(classPath.split(File.pathSeparator, -1))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        Path output = dir.resolve("output");

        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--module-path",
                        modulePath,
                        "--add-modules",
                        "dev.agentsdk.transport,dev.agentsdk.testing",
                        source.toString(),
                        dir.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = java.waitFor(150, TimeUnit.SECONDS);
        java.destroyForcibly().waitFor();

        assertThat(ended).isTrue();
        assertThat(Files.readString(output, StandardCharsets.UTF_8)).contains("module dev.agentsdk.transport success");
        assertThat(java.exitValue()).isZero();
    }
}

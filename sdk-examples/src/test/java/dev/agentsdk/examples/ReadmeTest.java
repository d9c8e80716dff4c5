package dev.agentsdk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README shows code that compiles: it is compared with the source. */
class ReadmeTest {

    @Test
    void theExampleIsTheOneThatIsCompiled() throws IOException {
        String source = Files.readString(Path.of("src/main/java/dev/agentsdk/examples/Hello.java"));
        String example = source.substring(
                        source.indexOf("// README: begin\n") + 17, source.indexOf("\n        // README: end"))
                .stripIndent();

        assertThat(example.lines().count()).as("a 12-line example").isEqualTo(12);
        assertThat(Files.readString(Path.of("../README.md"))).contains("```java\n" + example + "\n```");
    }
}

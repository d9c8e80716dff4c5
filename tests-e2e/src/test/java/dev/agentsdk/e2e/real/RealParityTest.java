package dev.agentsdk.e2e.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentsdk.e2e.parity.ParityCheck;
import dev.agentsdk.e2e.real.support.PublishedSdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * PARITY-CHECK: what the published declarations of the official TypeScript SDK have, and this SDK has nothing typed for. The
 * report is written to {@code target/parity.md}; another version is checked with {@code -Dparity.sdk.version=…}.
 */
@Tag("real-cli")
class RealParityTest {

    private static final Path PAGE = Path.of("..", "docs", "parity.md");

    /** What has no counterpart on purpose; docs/parity.md says why. */
    private static final Map<String, List<String>> ON_PURPOSE = Map.of(
            "options",
            List.of("executable", "executableArgs", "mcpServersDelivery", "pluginDelivery"),
            "tool outputs",
            List.of(
                    // A Citation, of which the declaration says nothing.
                    "AgentOutput.content.citations",
                    // "Present only transiently in-process", says the declaration.
                    "FileReadOutput.pages.base64",
                    "FileReadOutput.pages.mediaType",
                    "FileReadOutput.pages.error",
                    // Of tools of MCP servers: no built-in one.
                    "McpOutput.type"));

    @Test
    void everyDeclaredFieldHasATypedAccessor() throws IOException {
        assumeTrue(
                PublishedSdk.missing().isEmpty(), () -> PublishedSdk.missing().orElse(""));
        Map<String, ParityCheck.Section> sections = ParityCheck.check(
                PublishedSdk.declarations(), PublishedSdk.toolDeclarations(), PublishedSdk.apiDeclarations(), PAGE);
        String report = ParityCheck.report(sections);
        Files.writeString(Path.of("target", "parity.md"), report);
        System.out.println("PARITY-CHECK against " + PublishedSdk.version() + "\n" + report);

        Map<String, List<String>> missing = new TreeMap<>();
        sections.forEach((name, section) -> {
            assertThat(section.all()).as("declared " + name).isPositive();
            if (!section.missing().isEmpty()) {
                missing.put(name, section.missing());
            }
        });
        assertThat(missing).isEqualTo(ON_PURPOSE);
        assertThat(sections.keySet())
                .isEqualTo(Set.of(
                        "options",
                        "message fields",
                        "hook fields",
                        "control requests",
                        "answer fields",
                        "content blocks",
                        "tool names",
                        "texts about limits",
                        "tool inputs",
                        "tool outputs"));
    }
}

package dev.agentsdk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** That every benchmark runs, at a size that takes seconds. What it measures is not looked at. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the benchmarks look into /proc")
class SmokeTest {

    @TempDir
    Path dir;

    @Test
    void everyBenchmarkRunsAndFillsItsRows() throws Exception {
        PrintStream progress = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Report report = Benchmarks.run(Sizes.SMOKE, Benchmarks.names(), progress);
        assertThat(report.figures())
                .hasSizeGreaterThan(25)
                .allSatisfy(figure -> assertThat(figure.measured()).isNotNaN());
        assertThat(report.tools())
                .hasSize(6)
                .allSatisfy(tool -> assertThat(tool.cells()).hasSize(8));

        Path document = Files.writeString(
                dir.resolve("performance.md"),
                "before\n<!-- FIGURES -->\nfigures of yesterday\n<!-- /FIGURES -->\nafter\n");
        Benchmarks.write(report, dir.resolve("out"), dir);
        assertThat(document)
                .content()
                .startsWith("before\n<!-- FIGURES -->\n| what |")
                .contains("ping-pong")
                .doesNotContain("yesterday")
                .endsWith("<!-- /FIGURES -->\nafter\n");
        assertThat(dir.resolve("performance.svg"))
                .content()
                .contains("ping-pong")
                .endsWith("</svg>\n");
    }
}

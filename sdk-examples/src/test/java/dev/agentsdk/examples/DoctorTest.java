package dev.agentsdk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.examples.Finding.Level;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.process.ProcessLauncher;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DoctorTest {

    private static final String LIMITS = """
            Limit                     Soft Limit           Hard Limit           Units
            Max processes             96365                96365                processes
            Max open files            20000                unlimited            files
            """;

    @TempDir
    Path dir;

    private Path bin;
    private Path proc;

    @BeforeEach
    void aHealthyMachine() throws IOException {
        bin = Files.createDirectory(dir.resolve("bin"));
        proc = dir.resolve("proc");
        Files.createDirectories(proc.resolve("self/fd"));
        limits(LIMITS);
        cli("echo '2.1.329 (Claude Code)'");
    }

    private void limits(String text) throws IOException {
        Files.writeString(proc.resolve("self/limits"), text);
    }

    private Path cli(String script) throws IOException {
        Path cli = Files.writeString(bin.resolve("claude"), "#!/bin/sh\n" + script + "\n");
        assertThat(cli.toFile().setExecutable(true)).isTrue();
        return cli;
    }

    private List<Finding> findings() {
        return findings(bin + ":/usr/bin:/bin", ProcessLauncher::posix, ProcessLauncher::posix, "17.0.15");
    }

    private List<Finding> findings(
            String path, Supplier<ProcessLauncher> posix, Supplier<ProcessLauncher> automatic, String java) {
        return new Checkup(
                        Map.of("PATH", path),
                        dir,
                        dir,
                        proc,
                        AgentOptions.builder().build(),
                        new Checkup.Jvm(Runtime.Version.parse(java), "Linux", "amd64", List.of()),
                        posix,
                        automatic)
                .findings();
    }

    private static Finding about(String subject, List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aHealthyMachineIsWell() {
        List<Finding> findings = findings();

        assertThat(findings)
                .allMatch(finding ->
                        finding.level() == Level.OK && finding.remedy().isEmpty());
        assertThat(findings)
                .extracting(Finding::subject)
                .containsExactly(
                        "java",
                        "launcher",
                        "cli",
                        "cli version",
                        "path",
                        "descriptors",
                        "processes",
                        "temporary files",
                        "home directory",
                        "descendants");
        assertThat(about("cli", findings).text()).isEqualTo("found " + bin.resolve("claude"));
        assertThat(about("cli version", findings).text()).isEqualTo("2.1.329");
        assertThat(about("descriptors", findings).text()).isEqualTo("0 of 20000 in use (the hard limit is unlimited)");
        StringWriter out = new StringWriter();
        assertThat(DoctorCommand.print(findings, new PrintWriter(out))).isZero();
        assertThat(out.toString())
                .contains("ok      launcher: posix: it works here")
                .endsWith("All is well.\n");
    }

    @Test
    void aMissingCliIsAProblemWithItsRemedy() throws IOException {
        Files.delete(bin.resolve("claude"));

        // Not where it is installed on this machine, if it is.
        Finding finding = new Checkup(
                        Map.of("PATH", bin.toString()),
                        dir,
                        dir,
                        proc,
                        AgentOptions.builder().cliPath(bin.resolve("claude")).build(),
                        new Checkup.Jvm(Runtime.Version.parse("17"), "Linux", "amd64", List.of()),
                        ProcessLauncher::posix,
                        ProcessLauncher::posix)
                .findings()
                .get(2);

        assertThat(finding.level()).isEqualTo(Level.PROBLEM);
        assertThat(finding.text()).contains("does not exist");
        assertThat(finding.remedy()).contains("--cli");
    }

    @Test
    void aCliThatIsNoneOrTooOldOrSilentIsAProblem() throws IOException {
        cli("echo '1.0.44 (Claude Code)'");
        Finding old = about("cli version", findings());
        cli("echo 'usage: claude' >&2; exit 2");
        Finding wrong = about("cli version", findings());
        Files.writeString(bin.resolve("claude"), "#!/no/such/interpreter\n");
        Finding broken = about("cli version", findings());

        assertThat(List.of(old, wrong, broken)).allMatch(finding -> finding.level() == Level.PROBLEM);
        assertThat(old.text()).isEqualTo("1.0.44; the SDK is made for 2.0.0 and newer");
        assertThat(old.remedy()).startsWith("Update it");
        assertThat(wrong.text()).contains("exited with code 2").endsWith("says no version: usage: claude");
        assertThat(broken.text()).contains("interpreter");
        assertThat(broken.remedy()).contains("-v by hand");
    }

    @Test
    void theLauncherAndTheReasonForItAreNamed() {
        Supplier<ProcessLauncher> impossible = () -> {
            throw new IllegalStateException(
                    "The posix launcher does not work here: it needs Linux, and this is Plan 9.");
        };
        Finding forcedAway =
                about("launcher", findings(bin + ":/bin", ProcessLauncher::posix, ProcessLauncher::jdk, "17"));
        Finding noOther = about("launcher", findings(bin + ":/bin", impossible, ProcessLauncher::jdk, "17"));
        Finding nonsense = about("launcher", findings(bin + ":/bin", impossible, impossible, "17"));

        assertThat(forcedAway.level()).isEqualTo(Level.WARNING);
        assertThat(forcedAway.text()).isEqualTo("jdk, though posix works here, which promises more");
        assertThat(forcedAway.remedy()).contains("dev.agentsdk.launcher");
        assertThat(noOther.level()).isEqualTo(Level.WARNING);
        assertThat(noOther.text()).contains("it needs Linux, and this is Plan 9");
        assertThat(nonsense.level()).isEqualTo(Level.PROBLEM);
    }

    @Test
    void aJvmThatWarnsAboutNativeAccessIsToldHowNotTo() {
        Finding finding = about("java", findings(bin + ":/bin", ProcessLauncher::posix, ProcessLauncher::posix, "25"));

        assertThat(finding.level()).isEqualTo(Level.WARNING);
        assertThat(finding.remedy()).contains("--enable-native-access=ALL-UNNAMED");
    }

    @Test
    void badEntriesOfThePathAreNamed() {
        Finding finding = about(
                "path",
                findings(bin + ":/bin::tools:/no/such/dir", ProcessLauncher::posix, ProcessLauncher::posix, "17"));

        assertThat(finding.level()).isEqualTo(Level.WARNING);
        assertThat(finding.text())
                .isEqualTo("of 5 entries 3 are passed over: \"\" is not absolute, \"tools\" is not absolute,"
                        + " /no/such/dir is no directory");
        assertThat(about("path", findings("", ProcessLauncher::posix, ProcessLauncher::posix, "17"))
                        .level())
                .isEqualTo(Level.PROBLEM);
    }

    @Test
    void tightLimitsAreWarnedOf() throws IOException {
        limits(LIMITS.replace("20000 ", "256   ").replace("96365", "500  "));
        List<Finding> findings = findings();

        assertThat(about("descriptors", findings).level()).isEqualTo(Level.WARNING);
        assertThat(about("descriptors", findings).text()).endsWith("enough for about 42 sessions at a time");
        assertThat(about("descriptors", findings).remedy()).contains("ulimit -n");
        assertThat(about("processes", findings).level()).isEqualTo(Level.WARNING);
        assertThat(about("processes", findings).text()).startsWith("only 500 processes");

        Files.delete(proc.resolve("self/limits"));
        assertThat(about("limits", findings()).text()).isEqualTo("not known on this platform");
    }

    @Test
    @Tag("R-115")
    void directoriesThatAreNotAbsoluteAreNoneAndNotTheCurrentOne() {
        Checkup checkup = new Checkup(
                Map.of("PATH", bin + ":/bin"),
                Path.of("?"),
                Path.of(""),
                proc,
                AgentOptions.builder().build(),
                new Checkup.Jvm(Runtime.Version.parse("17"), "Linux", "amd64", List.of()),
                ProcessLauncher::posix,
                ProcessLauncher::posix);
        List<Finding> findings = checkup.findings();

        for (String subject : List.of("home directory", "temporary files")) {
            assertThat(about(subject, findings).level()).isEqualTo(Level.PROBLEM);
            assertThat(about(subject, findings).text()).contains("not an absolute path");
        }
    }

    @Test
    void directoriesThatCannotBeWrittenToAreProblems() {
        Checkup checkup = new Checkup(
                Map.of("PATH", bin + ":/bin"),
                dir.resolve("missing"),
                Path.of("/proc"),
                proc,
                AgentOptions.builder().build(),
                new Checkup.Jvm(Runtime.Version.parse("17"), "Linux", "amd64", List.of()),
                ProcessLauncher::posix,
                ProcessLauncher::posix);
        List<Finding> findings = checkup.findings();

        assertThat(about("home directory", findings).level()).isEqualTo(Level.PROBLEM);
        assertThat(about("temporary files", findings).level()).isEqualTo(Level.PROBLEM);
        assertThat(about("temporary files", findings).text()).startsWith("nothing can be written to /proc");
        assertThat(about("temporary files", findings).remedy()).contains("java.io.tmpdir");
        StringWriter out = new StringWriter();
        assertThat(DoctorCommand.print(findings, new PrintWriter(out))).isEqualTo(1);
        assertThat(out.toString())
                .contains("PROBLEM home directory: ")
                .contains("\n        -> Set HOME")
                .endsWith("Problems: 2, warnings: 0\n");
    }

    @Test
    void theCommandLooksAtThisMachine() throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Examples.run(
                new String[] {"doctor", "--cli", bin.resolve("claude").toString()},
                new PrintWriter(out, true),
                new PrintWriter(err, true));

        assertThat(code).as(out.toString()).isZero();
        assertThat(out.toString())
                .contains("java: Java ")
                .contains("launcher: posix: it works here")
                .contains("cli version: 2.1.329")
                .containsPattern("descriptors: \\d+ of ");
        assertThat(err.toString()).isEmpty();
    }
}

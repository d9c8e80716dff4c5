package dev.agentsdk.e2e.real.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The CLIs that the SDK is proved on, in the versions that the tests were written for. */
public enum RealCli {
    CLAUDE,
    QWEN;

    /** {@return the version that is tested} */
    public String version() {
        return Versions.of(toString());
    }

    /** {@return the program, after installing it if need be} */
    public Path program() {
        return switch (this) {
            case CLAUDE -> {
                Path main = NpmPackages.install("@anthropic-ai/claude-code", version(), true);
                yield existing(main.resolveSibling("claude-code-linux-" + architecture())
                        .resolve("claude"));
            }
            case QWEN ->
                existing(NpmPackages.install("@qwen-code/qwen-code", version(), false)
                        .resolve("cli-entry.js"));
        };
    }

    /** {@return a directory with the {@code node} that qwen runs on, after installing it: distributions have older ones} */
    public static Path nodeDirectory() {
        Path bin = NpmPackages.install("node-linux-" + architecture(), Versions.of("node"), true)
                .resolve("bin");
        existing(bin.resolve("node"));
        return bin;
    }

    /** {@return the name of the tool that runs a command} */
    public String shellTool() {
        return this == CLAUDE ? "Bash" : "run_shell_command";
    }

    /** {@return the input of the tool that runs a command} */
    public Map<String, ?> shell(String command) {
        return this == CLAUDE ? Map.of("command", command) : Map.of("command", command, "is_background", false);
    }

    /** {@return the input of the tool that runs a command, to have it run in the background} */
    public Map<String, ?> backgroundShell(String command) {
        return this == CLAUDE
                ? Map.of("command", command, "run_in_background", true)
                : Map.of("command", command, "is_background", true);
    }

    /** {@return the name of the tool that writes a file} */
    public String writeTool() {
        return this == CLAUDE ? "Write" : "write_file";
    }

    /** {@return the input of the tool that writes a file} */
    public Map<String, ?> write(Path file, String content) {
        return Map.of("file_path", file.toString(), "content", content);
    }

    /** {@return as npm names it} */
    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
    }

    private static Path existing(Path program) {
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException("The installed package has no program " + program);
        }
        return program;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

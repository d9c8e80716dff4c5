package dev.agentsdk.spi;

import java.util.Objects;
import java.util.Optional;

/**
 * One flag of a CLI. How it becomes words, and whether its value goes into a file instead, is the transport's matter.
 *
 * @param option the option that it comes from, for messages
 * @param flag its name without dashes
 * @param value its value; empty if it takes none
 * @param joined whether flag and value are one word, whatever the value is
 * @param fileFlag the flag that takes the path of a file with the value; empty if there is none
 * @param confidential whether the value may hold credentials, so that it must not be on the command line
 */
public record CliArgument(
        String option,
        String flag,
        Optional<String> value,
        boolean joined,
        Optional<String> fileFlag,
        boolean confidential) {

    public CliArgument {
        Objects.requireNonNull(option, "option");
        Objects.requireNonNull(flag, "flag");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(fileFlag, "fileFlag");
    }

    public static CliArgument flag(String option, String flag) {
        return new CliArgument(option, flag, Optional.empty(), false, Optional.empty(), false);
    }

    public static CliArgument of(String option, String flag, String value) {
        return new CliArgument(option, flag, Optional.of(value), false, Optional.empty(), false);
    }

    public static CliArgument joined(String option, String flag, String value) {
        return new CliArgument(option, flag, Optional.of(value), true, Optional.empty(), false);
    }

    public CliArgument orInFile(String flagForFile) {
        return new CliArgument(option, flag, value, joined, Optional.of(flagForFile), confidential);
    }

    public CliArgument confidentialIf(boolean is) {
        return new CliArgument(option, flag, value, joined, fileFlag, is);
    }

    /**
     * A configuration of MCP servers that the application wrote itself: JSON or the path of a file. A text with a brace is
     * JSON, whatever stands before it; a byte order mark, with which the CLI could not read it, is removed.
     */
    public static CliArgument mcpConfiguration(String config) {
        String text = config.startsWith("\ufeff") ? config.substring(1) : config;
        return of("mcpServers", "mcp-config", text).orInFile("mcp-config").confidentialIf(text.indexOf('{') >= 0);
    }

    /**
     * The flag, and not its value.
     *
     * @return for logs and debuggers
     */
    @Override
    public String toString() {
        return "CliArgument[--" + flag + "]";
    }
}

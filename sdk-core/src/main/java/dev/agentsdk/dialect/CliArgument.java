package dev.agentsdk.dialect;

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

    static CliArgument flag(String option, String flag) {
        return new CliArgument(option, flag, Optional.empty(), false, Optional.empty(), false);
    }

    static CliArgument of(String option, String flag, String value) {
        return new CliArgument(option, flag, Optional.of(value), false, Optional.empty(), false);
    }

    static CliArgument joined(String option, String flag, String value) {
        return new CliArgument(option, flag, Optional.of(value), true, Optional.empty(), false);
    }

    CliArgument orInFile(String flagForFile) {
        return new CliArgument(option, flag, value, joined, Optional.of(flagForFile), confidential);
    }

    CliArgument confidentialIf(boolean is) {
        return new CliArgument(option, flag, value, joined, fileFlag, is);
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

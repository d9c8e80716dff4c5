package dev.agentsdk.options;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A CLI that speaks stream-json and the control protocol. CLIs differ in their flags, their environment, the names of modes
 * and control requests, and the form of the handshake.
 *
 * <p>The dialect of a session is that of {@link AgentOptions.Builder#dialect}, else that of the program's name.
 */
public enum CliDialect {
    /** {@code claude}, and every program that takes its flags. Source: claude 2.1 and the official SDKs. */
    CLAUDE,

    /**
     * {@code qwen}. Source: qwen 0.24 as measured. Options that it has no form for are refused when it is started, rather
     * than left out silently.
     *
     * <p>User messages consist of text alone: it gives the model the JSON of any other content block as text, and reports
     * success. A tool runs with the input that was requested, also where a permission callback changes it.
     */
    QWEN;

    private static final Path PACKAGE = Path.of("node_modules", "@qwen-code", "qwen-code");

    /**
     * The dialect that a program's name stands for: {@link #QWEN} if it, or the file that it links to, is called
     * {@code qwen…}, or if that file lies in the npm package {@code node_modules/@qwen-code/qwen-code}; {@link #CLAUDE}
     * for every other name. Other directories do not count, whatever they are called: {@code /home/qwen-code/bin/claude}
     * is {@link #CLAUDE}. A bare name is not looked for in the current directory.
     *
     * @param program the program; need not exist
     * @return the dialect
     */
    public static CliDialect ofProgram(Path program) {
        if (isQwen(program)) {
            return QWEN;
        }
        if (!program.isAbsolute() && program.getNameCount() == 1) {
            // It is looked for on the PATH, and has no other name before.
            return CLAUDE;
        }
        try {
            // Packages of npm are links to a script in a directory that has the package's name.
            Path target = program.toRealPath();
            return isQwen(target) || isInPackage(target) ? QWEN : CLAUDE;
        } catch (IOException e) {
            // A program that is not there has no other name; what is wrong with it is said when it is started.
            return CLAUDE;
        }
    }

    private static boolean isInPackage(Path program) {
        for (int at = 0; at + PACKAGE.getNameCount() < program.getNameCount(); at++) {
            if (program.subpath(at, at + PACKAGE.getNameCount()).equals(PACKAGE)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isQwen(Path program) {
        Path name = program.getFileName();
        return name != null && name.toString().toLowerCase(Locale.ROOT).startsWith("qwen");
    }
}

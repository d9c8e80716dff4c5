package dev.agentsdk.process.internal.jdk;

import dev.agentsdk.process.ProcessStartException;
import dev.agentsdk.process.ProcessStartException.Reason;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What Windows makes dangerous. A batch file is run by {@code cmd.exe}, which takes the command line apart by rules of
 * its own, so that an argument can become a command (the family of CVE-2024-24576): it is refused, whatever dots, blanks
 * and stream names its name ends in.
 */
final class WindowsChecks {

    private WindowsChecks() {}

    static void refuseBatchFile(Path program) {
        for (String part : program.toString().split("[/\\\\:]", -1)) {
            String bare = part.replaceAll("[. ]+$", "").toLowerCase(Locale.ROOT);
            if (bare.endsWith(".bat") || bare.endsWith(".cmd")) {
                throw new ProcessStartException(
                        Reason.REFUSED,
                        program + " is a batch file, whose arguments cannot be passed safely. Name the program that it"
                                + " starts instead, for example the .exe of a native installation.",
                        null);
            }
        }
    }
}

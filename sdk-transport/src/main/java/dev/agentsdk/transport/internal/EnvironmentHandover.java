package dev.agentsdk.transport.internal;

import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.process.internal.ProcessMark;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives an environment to a program after it has changed its user. The values hold credentials: they are not on a command
 * line, where all users of the machine can read them, and not in a file. They are the first lines on stdin; a shell of the
 * other user reads them, exports them, and execs the program in its own place. The shell starts with an empty environment,
 * evaluates no value, and reads not one byte more than the lines (on a pipe the {@code read} of a shell reads single
 * bytes).
 *
 * <p>Lines: {@code NAME=first line of the value}, {@code +further line of the value}, and at the end a dot.
 */
public final class EnvironmentHandover {

    private static final Logger log = LoggerFactory.getLogger(EnvironmentHandover.class);

    /**
     * An end of stdin before the dot means that the JVM has ended: then the program is not started. Variables that are called
     * like those of the script wait before the command, and are set when the script needs its own no more.
     */
    private static final String RECEIVER = """
            unset PWD OLDPWD SHLVL
            set -- . "$@"
            agent_sdk_name=
            while :; do
              IFS= read -r agent_sdk_line || exit 125
              case $agent_sdk_line in
                +*)
                  agent_sdk_value="$agent_sdk_value
            ${agent_sdk_line#+}"
                  continue ;;
              esac
              case $agent_sdk_name in
                '') ;;
                agent_sdk_*) set -- "$agent_sdk_name=$agent_sdk_value" "$@" ;;
                *) export "$agent_sdk_name=$agent_sdk_value" ;;
              esac
              [ "$agent_sdk_line" != . ] || break
              agent_sdk_name=${agent_sdk_line%%=*}
              agent_sdk_value=${agent_sdk_line#*=}
            done
            unset agent_sdk_name agent_sdk_value agent_sdk_line
            while [ "$1" != . ]; do
              export "$1"
              shift
            done
            shift
            exec "$@"
            """;

    /** What the dynamic loader and the C library act on; what glibc removes from the environment of setuid programs. */
    private static final Pattern LOADER = Pattern.compile("LD_.*|GLIBC_.*|MALLOC_.*|GCONV_PATH|GETCONF_DIR|HOSTALIASES"
            + "|LOCALDOMAIN|LOCPATH|NIS_PATH|NLSPATH|RESOLV_HOST_CONF|RES_OPTIONS");

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Variables of a shell's own, which it does not let be set, takes for numbers, or computes anew (bash as sh does). */
    private static final Set<String> OF_THE_SHELL = Set.of(
            "BASHOPTS",
            "BASHPID",
            "BASH_ALIASES",
            "BASH_ARGC",
            "BASH_ARGV",
            "BASH_CMDS",
            "BASH_COMMAND",
            "BASH_LINENO",
            "BASH_MONOSECONDS",
            "BASH_SOURCE",
            "BASH_SUBSHELL",
            "BASH_TRAPSIG",
            "BASH_VERSINFO",
            "DIRSTACK",
            "EPOCHREALTIME",
            "EPOCHSECONDS",
            "EUID",
            "FUNCNAME",
            "GROUPS",
            "HISTCMD",
            "LINENO",
            "OPTIND",
            "PIPESTATUS",
            "PPID",
            "RANDOM",
            "SECONDS",
            "SHELLOPTS",
            "SRANDOM",
            "UID");

    private EnvironmentHandover() {}

    /** {@return the words before the command that is to get the environment} */
    static List<String> receiver() {
        return List.of("/bin/sh", "-c", RECEIVER, "sh");
    }

    /**
     * Refuses names that must not be set for another user, and names that cannot be handed over.
     *
     * @param requested the variables in the options
     * @throws CliStartException if there is such a name
     */
    public static void check(Map<String, Optional<String>> requested) {
        requested.forEach((name, value) -> {
            if (value.isEmpty()) {
                return;
            }
            if (LOADER.matcher(name).matches()) {
                throw refused(
                        name,
                        "The dynamic loader and the C library act on it, which must not happen while a program still"
                                + " has the rights of this JVM");
            }
            if (!isTransferable(name)) {
                throw refused(name, "A shell hands the environment over, and cannot set this name");
            }
        });
    }

    private static CliStartException refused(String name, String why) {
        return new CliStartException(
                CliStartException.Reason.INVALID_ARGUMENT,
                "The environment variable " + name.replaceAll("[^ -~]", "?") + " cannot be set together with the option"
                        + " user. " + why + ". Set it in a script that starts the agent, and name the script with"
                        + " AgentOptions.cliPath.",
                null);
    }

    private static boolean isTransferable(String name) {
        return IDENTIFIER.matcher(name).matches() && !OF_THE_SHELL.contains(name);
    }

    /**
     * The lines for {@link #receiver}. Inherited variables that must not be set, or cannot be, are left out.
     *
     * @param environment all variables of the program
     * @return the bytes that must come first on its stdin
     */
    public static byte[] lines(Map<String, String> environment) {
        List<String> leftOut = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        StringBuilder locale = new StringBuilder();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (name.equals(ProcessMark.VARIABLE)) {
                // The launcher sets it.
                return;
            }
            if (LOADER.matcher(name).matches() || !isTransferable(name) || value.indexOf('\0') >= 0) {
                leftOut.add(name);
                return;
            }
            // A locale changes how a shell reads characters: it comes last.
            StringBuilder to = name.startsWith("LC_") || name.startsWith("LANG") ? locale : lines;
            to.append(name).append('=').append(value.replace("\n", "\n+")).append('\n');
        });
        if (!leftOut.isEmpty()) {
            log.info(
                    "These inherited environment variables are not given to the agent of the other user: {}",
                    leftOut.toString().replaceAll("[^ -~]", "?"));
        }
        return (lines + locale.toString() + ".\n").getBytes(StandardCharsets.UTF_8);
    }
}

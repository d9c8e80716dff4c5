package dev.agentsdk.internal.protocol.streamjson;

import dev.agentsdk.spi.CliArgument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the flags of a command line. */
final class Arguments {

    private final List<CliArgument> list = new ArrayList<>();

    Arguments add(CliArgument argument) {
        list.add(argument);
        return this;
    }

    Arguments add(String option, String flag, String value) {
        return add(CliArgument.of(option, flag, value));
    }

    Arguments add(String option, String flag, Optional<String> value) {
        value.ifPresent(text -> add(option, flag, text));
        return this;
    }

    /** One word, so that a value that begins with a dash or is empty cannot be taken for something else. */
    Arguments joined(String option, String flag, Optional<String> value) {
        value.ifPresent(text -> add(CliArgument.joined(option, flag, text)));
        return this;
    }

    Arguments flagIf(boolean set, String option, String flag) {
        return set ? add(CliArgument.flag(option, flag)) : this;
    }

    Arguments commas(String option, String flag, List<String> values) {
        return values.isEmpty() ? this : add(option, flag, String.join(",", values));
    }

    Arguments repeated(String option, String flag, List<?> values) {
        values.forEach(value -> add(option, flag, value.toString()));
        return this;
    }

    /** Flags of {@link dev.agentsdk.options.Startup}; one word each, since some have an optional value. */
    Arguments startup(Map<String, Optional<String>> flags) {
        flags.forEach((flag, value) -> value.ifPresentOrElse(
                text -> add(CliArgument.joined("startup", flag, text)), () -> add(CliArgument.flag("startup", flag))));
        return this;
    }

    Arguments extra(Map<String, Optional<String>> extraArgs) {
        extraArgs.forEach((flag, value) -> value.ifPresentOrElse(
                text -> add("extraArg " + flag, flag, text), () -> add(CliArgument.flag("extraArg " + flag, flag))));
        return this;
    }

    Arguments addAll(List<CliArgument> arguments) {
        list.addAll(arguments);
        return this;
    }

    List<CliArgument> toList() {
        return List.copyOf(list);
    }
}

package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;

/** Reads inputs and outputs from JSON in single quotes. */
final class BuiltinSamples {

    private BuiltinSamples() {}

    static RawJson json(String singleQuoted) {
        return RawJson.of(singleQuoted.replace('\'', '"'));
    }

    static <I extends BuiltinInput> I input(Class<I> type, String tool, String json) {
        return type.cast(BuiltinInput.of(tool, json(json)));
    }

    static <O extends BuiltinOutput> O output(Class<O> type, String tool, String json) {
        return type.cast(BuiltinOutput.of(tool, json(json)));
    }
}

package dev.agentsdk.e2e.real.support;

import java.nio.file.Path;
import java.util.Optional;

/** The official TypeScript SDK as npm has it: its type declarations. None of its code is run. */
public final class PublishedSdk {

    private static final String VERSION = version(System.getProperty("parity.sdk.version", ""));

    private PublishedSdk() {}

    private static String version(String chosen) {
        return chosen.isEmpty() ? Versions.of("sdk") : chosen;
    }

    /** {@return why it cannot be installed here, if so} */
    public static Optional<String> missing() {
        return NpmPackages.missing();
    }

    /** {@return the version} */
    public static String version() {
        return VERSION;
    }

    /** {@return the declarations of the SDK} */
    public static Path declarations() {
        return directory().resolve("sdk.d.ts");
    }

    /** {@return the declarations of the inputs and outputs of the built-in tools} */
    public static Path toolDeclarations() {
        return directory().resolve("sdk-tools.d.ts");
    }

    /** {@return the declarations of the API's own SDK, which has the content blocks} */
    public static Path apiDeclarations() {
        // Beside it: npm installs what it depends on there.
        return directory().resolveSibling("sdk").resolve(Path.of("resources", "beta", "messages", "messages.d.ts"));
    }

    private static Path directory() {
        return NpmPackages.install("@anthropic-ai/claude-agent-sdk", VERSION, false);
    }
}

package dev.agentsdk.transport;

import java.util.Objects;
import java.util.ResourceBundle;

/** The version of this SDK, as the build has written it. */
final class SdkVersion {

    static final String VERSION = Objects.requireNonNull(
            ResourceBundle.getBundle("dev.agentsdk.transport.sdk").getString("version"));

    private SdkVersion() {}
}

package dev.agentsdk.internal.protocol.streamjson;

import java.util.Objects;
import java.util.ResourceBundle;

/** The version of this SDK, as the build has written it. */
final class SdkVersion {

    static final String VERSION =
            Objects.requireNonNull(ResourceBundle.getBundle("dev.agentsdk.internal.protocol.streamjson.sdk")
                    .getString("version"));

    private SdkVersion() {}
}

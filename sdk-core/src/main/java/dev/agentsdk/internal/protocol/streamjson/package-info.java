/** The stream-json protocol and the dialects of the CLIs that speak it. Not part of the API. */
@NullMarked
package dev.agentsdk.internal.protocol.streamjson;

import org.jspecify.annotations.NullMarked;

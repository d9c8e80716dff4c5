/** Reads messages from lines. Not part of the API. */
@NullMarked
package dev.agentsdk.message.internal;

import org.jspecify.annotations.NullMarked;

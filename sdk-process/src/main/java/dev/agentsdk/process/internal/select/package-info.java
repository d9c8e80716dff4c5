/** Chooses the launcher of this platform. Not part of the API. */
@NullMarked
package dev.agentsdk.process.internal.select;

import org.jspecify.annotations.NullMarked;

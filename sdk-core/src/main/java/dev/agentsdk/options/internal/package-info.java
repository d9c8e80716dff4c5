/** Reads settings files. Not part of the API. */
@NullMarked
package dev.agentsdk.options.internal;

import org.jspecify.annotations.NullMarked;

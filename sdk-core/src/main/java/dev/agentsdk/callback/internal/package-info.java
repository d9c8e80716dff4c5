/** The threads that run callbacks of the application. Not part of the API. */
@NullMarked
package dev.agentsdk.callback.internal;

import org.jspecify.annotations.NullMarked;

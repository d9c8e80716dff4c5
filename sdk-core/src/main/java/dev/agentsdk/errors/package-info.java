/** The exceptions of the SDK. All are unchecked, with one root: {@link dev.agentsdk.errors.AgentException}. */
@NullMarked
package dev.agentsdk.errors;

import org.jspecify.annotations.NullMarked;

/**
 * Inputs and outputs of the built-in tools of {@code claude}, for hooks, permission callbacks and messages:
 * {@code BuiltinInput.of(block.name(), block.input())}. Fields are those of {@code claude} 2.1.332; what is not here is in the
 * raw JSON.
 */
@NullMarked
package dev.agentsdk.builtin;

import org.jspecify.annotations.NullMarked;

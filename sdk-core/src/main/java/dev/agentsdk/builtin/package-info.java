/**
 * Inputs and outputs of the built-in tools of {@code claude}, for hooks, permission callbacks and messages:
 * {@code BuiltinInput.of(block.name(), block.input())}. There is a class for each tool whose input or output {@code claude}
 * 2.1.332 declares with fields; what is not here is in the raw JSON.
 */
@NullMarked
package dev.agentsdk.builtin;

import org.jspecify.annotations.NullMarked;

/** Not exported: the launcher on ProcessBuilder. */
@NullMarked
package dev.agentsdk.process.internal.jdk;

import org.jspecify.annotations.NullMarked;

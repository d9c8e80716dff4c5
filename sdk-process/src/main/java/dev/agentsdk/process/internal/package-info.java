/** Not exported: what both launchers share. */
@NullMarked
package dev.agentsdk.process.internal;

import org.jspecify.annotations.NullMarked;

/** Not exported: the launcher on system calls. */
@NullMarked
package dev.agentsdk.process.internal.posix;

import org.jspecify.annotations.NullMarked;

/** Not exported: running a process to its end, with what it reads and writes. */
@NullMarked
package dev.agentsdk.process.internal.run;

import org.jspecify.annotations.NullMarked;

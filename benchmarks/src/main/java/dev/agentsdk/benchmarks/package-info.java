/** How fast it is: each figure a ratio to a limit or a rival, taken in the same run. */
@NullMarked
package dev.agentsdk.benchmarks;

import org.jspecify.annotations.NullMarked;

/** Not exported: keeping processes alive. */
@NullMarked
package dev.agentsdk.process.internal.supervise;

import org.jspecify.annotations.NullMarked;

/**
 * Child processes that end when they should: started with clean descriptors, drained at all times, ended within a budget
 * together with what they have started, and always reaped.
 *
 * <p>{@link dev.agentsdk.process.ProcessLauncher} starts a {@link dev.agentsdk.process.ManagedProcess} from a
 * {@link dev.agentsdk.process.ProcessSpec}; a {@link dev.agentsdk.process.TeardownPlan} says how it is ended.
 */
@NullMarked
package dev.agentsdk.process;

import org.jspecify.annotations.NullMarked;

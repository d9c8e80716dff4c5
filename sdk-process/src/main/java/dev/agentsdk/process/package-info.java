/**
 * Child processes that end when they should: started with clean descriptors, drained at all times, ended within a budget
 * together with what they have started, and always reaped.
 *
 * <p>{@link dev.agentsdk.process.ProcessLauncher} starts a {@link dev.agentsdk.process.ManagedProcess} from a
 * {@link dev.agentsdk.process.ProcessSpec}; a {@link dev.agentsdk.process.TeardownPlan} says how it is ended. Above it,
 * {@link dev.agentsdk.process.ProcessRunner} runs commands to their end, {@link dev.agentsdk.process.ProcessBatch} many of
 * them, and {@link dev.agentsdk.process.ProcessSupervisor} keeps long-running processes by name.
 */
@NullMarked
package dev.agentsdk.process;

import org.jspecify.annotations.NullMarked;

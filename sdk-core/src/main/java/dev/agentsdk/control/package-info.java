/**
 * Requests to a running agent and what it answers. {@link dev.agentsdk.control.AgentControls} has a method for each;
 * {@link dev.agentsdk.control.ControlRequests} makes them as values, for a time-out of their own or an answer as a
 * future. Answers keep their raw JSON: agents add fields with every version.
 */
@NullMarked
package dev.agentsdk.control;

import org.jspecify.annotations.NullMarked;

package dev.agentsdk.message;

import java.util.Optional;

/**
 * The helper that a message belongs to. Newer CLIs.
 *
 * @param agentId its id
 * @param agentType what kind of helper it is
 * @param taskDescription what it is to do
 */
public record MessageSubagent(Optional<String> agentId, Optional<String> agentType, Optional<String> taskDescription) {}

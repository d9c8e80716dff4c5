package dev.agentsdk.message;

/**
 * Token counts.
 *
 * @param inputTokens tokens that were read and not cached
 * @param outputTokens tokens that were written
 * @param cacheReadInputTokens tokens that were read from the cache
 * @param cacheCreationInputTokens tokens that were put into the cache
 * @param raw the whole object
 */
public record Usage(
        long inputTokens, long outputTokens, long cacheReadInputTokens, long cacheCreationInputTokens, RawJson raw) {}

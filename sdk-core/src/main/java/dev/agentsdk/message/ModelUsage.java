package dev.agentsdk.message;

import java.util.OptionalLong;

/**
 * What one model has used in a session.
 *
 * @param inputTokens tokens that were read and not cached
 * @param outputTokens tokens that were written
 * @param cacheReadInputTokens tokens that were read from the cache
 * @param cacheCreationInputTokens tokens that were put into the cache
 * @param webSearchRequests searches in the web
 * @param costUsd the cost in US dollars
 * @param contextWindow how many tokens the model can read
 * @param maxOutputTokens how many tokens it can write
 * @param raw the whole object
 */
public record ModelUsage(
        long inputTokens,
        long outputTokens,
        long cacheReadInputTokens,
        long cacheCreationInputTokens,
        long webSearchRequests,
        double costUsd,
        OptionalLong contextWindow,
        OptionalLong maxOutputTokens,
        RawJson raw) {}

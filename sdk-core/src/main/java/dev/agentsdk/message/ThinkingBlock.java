package dev.agentsdk.message;

/**
 * What the model thought.
 *
 * @param thinking the thoughts
 * @param signature the API's signature, empty if there is none
 * @param raw the whole block
 */
public record ThinkingBlock(String thinking, String signature, RawJson raw) implements ContentBlock {
    @Override
    public String type() {
        return "thinking";
    }
}

package dev.agentsdk.message;

/**
 * Text.
 *
 * @param text the text
 * @param raw the whole block
 */
public record TextBlock(String text, RawJson raw) implements ContentBlock {
    @Override
    public String type() {
        return "text";
    }
}

package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.OptionalInt;

/** The size of an image that was read, in pixels. */
public final class ImageSize extends JsonBacked {

    private final ShallowObject in;

    private ImageSize(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ImageSize of(RawJson raw) {
        return new ImageSize(raw);
    }

    /** {@return the width of the file} */
    public OptionalInt originalWidth() {
        return in.integer("originalWidth");
    }

    /** {@return the height of the file} */
    public OptionalInt originalHeight() {
        return in.integer("originalHeight");
    }

    /** {@return the width that the model sees} */
    public OptionalInt displayWidth() {
        return in.integer("displayWidth");
    }

    /** {@return the height that the model sees} */
    public OptionalInt displayHeight() {
        return in.integer("displayHeight");
    }
}

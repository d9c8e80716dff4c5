package dev.agentsdk.builtin;

import dev.agentsdk.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import dev.agentsdk.message.RawJson;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Output of the tool {@code Read}. Which fields it has depends on the kind. */
public final class ReadOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private ReadOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ReadOutput of(RawJson raw) {
        return new ReadOutput(raw);
    }

    /** {@return {@code text}, {@code image}, {@code notebook}, {@code pdf}, {@code parts} or newer} */
    public String kind() {
        return in.text("type");
    }

    /** {@return the file} */
    public Optional<String> filePath() {
        return in.object("file").string("filePath");
    }

    /** {@return the text} */
    public Optional<String> content() {
        return in.object("file").string("content");
    }

    /** {@return how many lines} */
    public OptionalInt numLines() {
        return in.object("file").integer("numLines");
    }

    /** {@return the first line, counted from 1} */
    public OptionalInt startLine() {
        return in.object("file").integer("startLine");
    }

    /** {@return how many lines the file has} */
    public OptionalInt totalLines() {
        return in.object("file").integer("totalLines");
    }

    /** {@return the bytes of an image or a PDF} */
    public Optional<String> base64() {
        return in.object("file").string("base64");
    }

    /** {@return the media type of an image} */
    public Optional<String> mediaType() {
        return in.object("file").string("type");
    }

    /** {@return the size of the file in bytes} */
    public OptionalLong originalSize() {
        return in.object("file").number("originalSize");
    }

    /** {@return the cells of a notebook, each a JSON object} */
    public List<RawJson> cells() {
        return in.object("file").raws("cells");
    }

    /** {@return how many pages of a PDF} */
    public OptionalInt pageCount() {
        return in.object("file").integer("count");
    }

    /** {@return the directory with the pages} */
    public Optional<String> outputDirectory() {
        return in.object("file").string("outputDir");
    }
}

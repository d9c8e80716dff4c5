package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Output of the tool {@code Read}. Which fields it has depends on the kind. */
public final class ReadOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    /** Read once: it holds the whole content, and most accessors want a part of it. */
    private final ShallowObject file;

    private ReadOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
        this.file = in.object("file");
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
        return file.string("filePath");
    }

    /** {@return the text} */
    public Optional<String> content() {
        return file.string("content");
    }

    /** {@return how many lines} */
    public OptionalInt numLines() {
        return file.integer("numLines");
    }

    /** {@return the first line, counted from 1} */
    public OptionalInt startLine() {
        return file.integer("startLine");
    }

    /** {@return how many lines the file has} */
    public OptionalInt totalLines() {
        return file.integer("totalLines");
    }

    /** {@return whether the text is only the first part, since the whole one has too many tokens} */
    public boolean isTruncated() {
        return file.flag("truncatedByTokenCap");
    }

    /** {@return the artifact whose source this is, and the version that counts as read from now on} */
    public Optional<ArtifactRead> artifactRead() {
        return in.object("artifactRead", ArtifactRead::of);
    }

    /** {@return the bytes of an image or a PDF} */
    public Optional<String> base64() {
        return file.string("base64");
    }

    /** {@return the media type of an image} */
    public Optional<String> mediaType() {
        return file.string("type");
    }

    /** {@return the size of an image in pixels} */
    public Optional<ImageSize> dimensions() {
        return file.object("dimensions", ImageSize::of);
    }

    /** {@return the size of the file in bytes} */
    public OptionalLong originalSize() {
        return file.number("originalSize");
    }

    /** {@return the cells of a notebook, each a JSON object} */
    public List<RawJson> cells() {
        return file.raws("cells");
    }

    /** {@return how many pages of a PDF} */
    public OptionalInt pageCount() {
        return file.integer("count");
    }

    /** {@return the first of these pages, counted from 1} */
    public OptionalInt firstPage() {
        return in.integer("firstPage");
    }

    /** {@return the directory with the pages} */
    public Optional<String> outputDirectory() {
        return file.string("outputDir");
    }
}

package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.Optional;
import java.util.OptionalInt;

/** A place that a text of the model refers to. Which fields it has depends on the type. */
public final class Citation extends JsonBacked {

    private final ShallowObject in;

    private Citation(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static Citation of(RawJson raw) {
        return new Citation(raw);
    }

    /** {@return {@code char_location}, {@code page_location}, {@code content_block_location}, {@code search_result_location}, {@code web_search_result_location} or newer} */
    public String type() {
        return in.text("type");
    }

    /** {@return the text that is cited} */
    public String citedText() {
        return in.text("cited_text");
    }

    /** {@return which document it is in, counted from 0} */
    public OptionalInt documentIndex() {
        return in.integer("document_index");
    }

    /** {@return the title of the document, search result or page} */
    public Optional<String> title() {
        return in.string("document_title").or(() -> in.string("title"));
    }

    /** {@return the file} */
    public Optional<String> fileId() {
        return in.string("file_id");
    }

    /** {@return the address of a page of the web} */
    public Optional<String> url() {
        return in.string("url");
    }

    /** {@return where a search result comes from} */
    public Optional<String> source() {
        return in.string("source");
    }

    /** {@return which search result it is, counted from 0} */
    public OptionalInt searchResultIndex() {
        return in.integer("search_result_index");
    }

    /** {@return where it starts: characters and blocks counted from 0, pages from 1} */
    public OptionalInt start() {
        return first("start_char_index", "start_page_number", "start_block_index");
    }

    /** {@return where it ends, exclusive} */
    public OptionalInt end() {
        return first("end_char_index", "end_page_number", "end_block_index");
    }

    private OptionalInt first(String... names) {
        for (String name : names) {
            if (in.integer(name).isPresent()) {
                return in.integer(name);
            }
        }
        return OptionalInt.empty();
    }
}

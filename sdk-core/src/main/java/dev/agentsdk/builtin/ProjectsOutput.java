package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Output of the tool {@code Projects}. */
public final class ProjectsOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private ProjectsOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ProjectsOutput of(RawJson raw) {
        return new ProjectsOutput(raw);
    }

    /** {@return the operation, for example {@code project_read}; which fields there are depends on it} */
    public String method() {
        return in.text("method");
    }

    /** {@return a note for the model} */
    public Optional<String> notice() {
        return in.string("notice");
    }

    /** {@return the name of the project} */
    public Optional<String> name() {
        return in.string("name");
    }

    /** {@return what it is about} */
    public Optional<String> description() {
        return in.string("description");
    }

    /** {@return its instructions} */
    public Optional<String> instructions() {
        return in.string("instructions");
    }

    /** {@return its documents} */
    public List<ProjectFile> documents() {
        return in.objects("docs", ProjectFile::of);
    }

    /** {@return the documents that were searched, by name} */
    public List<String> documentNames() {
        return in.strings("docs");
    }

    /** {@return its files, or those of its memory} */
    public List<ProjectFile> files() {
        return in.objects("files", ProjectFile::of);
    }

    /** {@return where its content comes from} */
    public List<ProjectSyncSource> syncSources() {
        return in.objects("sync_sources", ProjectSyncSource::of);
    }

    /** {@return the size of what it knows} */
    public OptionalLong knowledgeSize() {
        return in.object("knowledge").number("knowledge_size");
    }

    /** {@return the most that it may know} */
    public OptionalLong maxKnowledgeSize() {
        return in.object("knowledge").number("max_knowledge_size");
    }

    /** {@return the document or the memory file} */
    public Optional<String> path() {
        return in.string("path");
    }

    /** {@return its kind} */
    public Optional<String> fileKind() {
        return in.string("file_kind");
    }

    /** {@return its content} */
    public Optional<String> content() {
        return in.string("content");
    }

    /** {@return the file with the content, if that is long} */
    public Optional<String> localFile() {
        return in.string("local_file");
    }

    /** {@return when it was made} */
    public Optional<Instant> createdAt() {
        return in.instant("created_at");
    }

    /** {@return when it was last changed} */
    public Optional<Instant> updatedAt() {
        return in.instant("updated_at");
    }

    /** {@return its size in bytes} */
    public OptionalLong size() {
        return in.number("size_bytes");
    }

    /** {@return whether there is more} */
    public boolean isTruncated() {
        return in.flag("truncated");
    }

    /** {@return whether a part of the documents was searched for, and not all were given} */
    public Optional<Boolean> isRetrieval() {
        return in.bool("rag");
    }

    /** {@return what was found} */
    public List<ProjectHit> hits() {
        return in.objects("hits", ProjectHit::of);
    }

    /** {@return the id of the document} */
    public Optional<String> documentUuid() {
        return in.string("doc_uuid");
    }

    /** {@return whether there was a document before} */
    public boolean isReplaced() {
        return in.flag("replaced");
    }

    /** {@return whether it is shown to the user} */
    public boolean isPresentedToUser() {
        return in.flag("present_to_user");
    }

    /** {@return the file that was uploaded} */
    public Optional<String> localPath() {
        return in.string("local_path");
    }

    /** {@return whether it was deleted} */
    public boolean isDeleted() {
        return in.flag("deleted");
    }
}

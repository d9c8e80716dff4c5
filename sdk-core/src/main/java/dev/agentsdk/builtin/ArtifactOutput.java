package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Output of the tool {@code Artifact}. */
public final class ArtifactOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private ArtifactOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ArtifactOutput of(RawJson raw) {
        return new ArtifactOutput(raw);
    }

    /** {@return the address of the artifact that was published} */
    public Optional<String> url() {
        return in.string("url");
    }

    /** {@return the file that was published} */
    public Optional<String> path() {
        return in.string("path");
    }

    /** {@return its id} */
    public Optional<String> artifactId() {
        return in.string("artifact_id");
    }

    /** {@return its title} */
    public Optional<String> title() {
        return in.string("title");
    }

    /** {@return its version} */
    public Optional<String> version() {
        return in.string("version");
    }

    /** {@return what it may do when it is shown, any JSON} */
    public Optional<RawJson> capabilities() {
        return in.raw("capabilities");
    }

    /** {@return what the server has kept about its runtime} */
    public Optional<ArtifactRuntime> stored() {
        return in.object("stored", ArtifactRuntime::of);
    }

    /** {@return what may be wrong with it} */
    public List<String> warnings() {
        return in.strings("warnings");
    }

    /** {@return how often more may be published} */
    public OptionalInt publishesRemaining() {
        return in.integer("publishesRemaining");
    }

    /** {@return until when that counts} */
    public Optional<Instant> publishesResetAt() {
        return in.epochSeconds("publishesResetAt");
    }

    /** {@return the version of the runtime that it is made for} */
    public Optional<String> contract() {
        return in.string("contract");
    }

    /** {@return whether it was there before} */
    public boolean isUpdated() {
        return in.flag("updated");
    }

    /** {@return whether it is the user's own} */
    public Optional<Boolean> isOwned() {
        return in.bool("owned");
    }

    /** {@return its icon} */
    public Optional<String> icon() {
        return in.string("icon");
    }

    /** {@return whether an emoji was sent in place of the icon} */
    public boolean isFaviconSent() {
        return in.flag("faviconSent");
    }

    /** {@return whether the server has not taken the icon} */
    public boolean isIconDropped() {
        return in.flag("iconDropped");
    }

    /** {@return who can see it} */
    public Optional<String> audience() {
        return in.string("audience");
    }

    /** {@return who else can see it by its folder: {@code others}, {@code unknown} or newer} */
    public Optional<String> folderAudience() {
        return in.string("folder_audience");
    }

    /** {@return the number of the version} */
    public OptionalLong sequence() {
        return in.number("seq");
    }

    /** {@return whether nothing has changed} */
    public boolean isUnchanged() {
        return in.flag("unchanged");
    }

    /** {@return whether new versions of it are watched} */
    public Optional<String> liveSubscription() {
        return in.string("liveSubscription");
    }

    /** {@return whether it is pinned} */
    public Optional<Boolean> isPinned() {
        return in.bool("pinned");
    }

    /** {@return the artifacts that were listed} */
    public List<ArtifactSummary> artifacts() {
        return in.objects("artifacts", ArtifactSummary::of);
    }

    /** {@return whether there are more} */
    public boolean isTruncated() {
        return in.flag("truncated");
    }

    /** {@return how many there are} */
    public OptionalInt total() {
        return in.integer("total");
    }

    /** {@return whether there may be more than {@link #total()}} */
    public boolean isTotalAtLeast() {
        return in.flag("total_at_least");
    }

    /** {@return where the listing is continued} */
    public Optional<String> nextPageToken() {
        return in.string("next_page_token");
    }

    /** {@return whether artifacts can be pinned} */
    public Optional<Boolean> isPinningAvailable() {
        return in.bool("pins_enabled");
    }

    /** {@return which are listed: {@code shared}, {@code all} or newer} */
    public Optional<String> scope() {
        return in.string("scope");
    }

    /** {@return whether those of other organizations are among them} */
    public boolean isExternalListed() {
        return in.flag("external_listed");
    }

    /** {@return the artifact that was read} */
    public Optional<ArtifactPage> read() {
        return in.object("read", ArtifactPage::of);
    }

    /** {@return the version that counts as read from now on} */
    public Optional<ArtifactRead> artifactRead() {
        return in.object("artifactRead", ArtifactRead::of);
    }

    /** {@return the watch that was begun} */
    public Optional<ArtifactWatch> watch() {
        return in.object("watch", ArtifactWatch::of);
    }

    /** {@return the artifact that is no longer watched} */
    public Optional<String> unwatchUrl() {
        return in.object("unwatch").string("url");
    }

    /** {@return whether it was watched before} */
    public boolean wasWatching() {
        return in.object("unwatch").flag("was_watching");
    }

    /** {@return what is watched} */
    public List<ArtifactSubscription> watches() {
        return in.objects("watches", ArtifactSubscription::of);
    }

    /** {@return the artifact that the list is limited to} */
    public Optional<String> filterUrl() {
        return in.string("filter_url");
    }

    /** {@return the connections by which artifacts are watched} */
    public List<ArtifactArm> arms() {
        return in.objects("arms", ArtifactArm::of);
    }

    /** {@return the artifact whose files have changed} */
    public Optional<String> writtenUrl() {
        return in.object("written").string("url");
    }

    /** {@return the file that was uploaded} */
    public Optional<ArtifactAsset> assetUpload() {
        return in.object("asset_upload", ArtifactAsset::of);
    }

    /** {@return the artifact that several files were uploaded to} */
    public Optional<String> assetUploadsUrl() {
        return in.object("asset_uploads").string("url");
    }

    /** {@return what became of each of them} */
    public List<ArtifactUpload> assetUploads() {
        return in.object("asset_uploads").objects("results", ArtifactUpload::of);
    }

    /** {@return the files of the artifact} */
    public Optional<ArtifactAssets> assetList() {
        return in.object("asset_list", ArtifactAssets::of);
    }

    /** {@return the file that was saved} */
    public Optional<ArtifactAssetFile> assetRead() {
        return in.object("asset_read", ArtifactAssetFile::of);
    }

    /** {@return the file that was to be deleted} */
    public Optional<String> deletedAssetId() {
        return in.object("asset_delete").string("id");
    }

    /** {@return whether it was} */
    public boolean isAssetDeleted() {
        return in.object("asset_delete").flag("deleted");
    }

    /** {@return what was pinned or no longer is} */
    public Optional<ArtifactPin> pin() {
        return in.object("pin", ArtifactPin::of);
    }
}

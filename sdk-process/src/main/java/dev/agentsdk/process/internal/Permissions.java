package dev.agentsdk.process.internal;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** The permissions of new temporary files. Given at the creation: before a later change, other users could open them. */
public final class Permissions {

    private Permissions() {}

    /**
     * For a new directory.
     *
     * @param in a path of the file system
     * @return access for its owner only; nothing where files have no such permissions
     */
    public static FileAttribute<?>[] directory(Path in) {
        return of(in, "rwx------");
    }

    /**
     * For a new file.
     *
     * @param in a path of the file system
     * @return access for its owner only; nothing where files have no such permissions
     */
    public static FileAttribute<?>[] file(Path in) {
        return of(in, "rw-------");
    }

    private static FileAttribute<?>[] of(Path in, String permissions) {
        return in.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}

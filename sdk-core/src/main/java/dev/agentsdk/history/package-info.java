/**
 * The sessions that a CLI keeps on disk, or that a store of yours keeps: listing, reading, renaming, tagging, archiving, forking
 * and deleting them.
 *
 * <p>Start at {@link dev.agentsdk.history.SessionHistory}. A {@link dev.agentsdk.history.SessionStore} keeps a copy of the
 * sessions of an application in a database or a bucket, and lets an agent go on with them on another machine.
 *
 * <p>The files, names and rules are those of {@code claude} 2.1 and of the official Python SDK 0.2; where this package
 * does otherwise, the method says so.
 */
@NullMarked
package dev.agentsdk.history;

import org.jspecify.annotations.NullMarked;

/** Reading and writing JSON, bounded. Not part of the API. */
@NullMarked
package dev.agentsdk.json.internal;

import org.jspecify.annotations.NullMarked;

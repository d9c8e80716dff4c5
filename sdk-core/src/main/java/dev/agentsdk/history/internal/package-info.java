/** What is behind the session history. */
@NullMarked
package dev.agentsdk.history.internal;

import org.jspecify.annotations.NullMarked;

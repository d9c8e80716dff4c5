/** The engine below queries and sessions: wiring, queue, turns, callbacks, close sequence. Not part of the API. */
@NullMarked
package dev.agentsdk.internal.session;

import org.jspecify.annotations.NullMarked;

/**
 * What the agent says, as immutable records under the sealed {@link dev.agentsdk.message.Message} and
 * {@link dev.agentsdk.message.ContentBlock}.
 *
 * <p>Agents grow new message types and fields faster than an SDK is released. Nothing here fails on what it does not
 * know: unknown types arrive as {@link dev.agentsdk.message.UnknownMessage}, {@link dev.agentsdk.message.UnknownBlock}
 * and {@link dev.agentsdk.message.UnknownSystemMessage}, and every value keeps its {@link dev.agentsdk.json.RawJson
 * raw JSON} with all fields.
 *
 * <p>A field that is missing, or of another type than expected, costs that field and never the message: what may be absent
 * is then empty, a text that every agent writes is an empty text, a number 0. Values that agents choose from a list are
 * plain text here, since the lists grow.
 *
 * <p>Accessors that return a list or a map read the first 10,000 elements, and no more than hold 500,000 JSON tokens; of an
 * object the first 10,000 fields are read. This holds for messages, answers of control requests, the inputs of hooks and
 * tools, and requests for permission. More of them come from an agent that is broken or hostile, and would take a hundred
 * times their bytes as objects. The raw JSON has all.
 */
@NullMarked
package dev.agentsdk.message;

import org.jspecify.annotations.NullMarked;

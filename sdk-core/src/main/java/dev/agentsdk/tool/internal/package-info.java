/** The ends of an MCP session inside this JVM. Not part of the API. */
@NullMarked
package dev.agentsdk.tool.internal;

import org.jspecify.annotations.NullMarked;

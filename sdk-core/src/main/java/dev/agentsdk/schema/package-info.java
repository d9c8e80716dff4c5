/**
 * JSON schemas of Java records: for the arguments of {@linkplain dev.agentsdk.tool.Tool tools} and for structured answers.
 */
@NullMarked
package dev.agentsdk.schema;

import org.jspecify.annotations.NullMarked;

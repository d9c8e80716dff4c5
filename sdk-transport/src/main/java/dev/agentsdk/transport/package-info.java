/**
 * The transport that runs a stream-json command-line agent as a child process: how it is found, how options become its
 * command line and environment, how its output is framed, and how it is ended.
 */
@NullMarked
package dev.agentsdk.transport;

import org.jspecify.annotations.NullMarked;

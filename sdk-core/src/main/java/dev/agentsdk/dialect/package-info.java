/**
 * How options and requests are put to a particular command-line agent. The CLIs of one family share the envelope of the
 * messages and differ in flags, modes and names; everything in which they differ is here.
 */
@NullMarked
package dev.agentsdk.dialect;

import org.jspecify.annotations.NullMarked;

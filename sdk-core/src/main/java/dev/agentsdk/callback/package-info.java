/** What callbacks of the application are given, whatever calls them. */
@NullMarked
package dev.agentsdk.callback;

import org.jspecify.annotations.NullMarked;

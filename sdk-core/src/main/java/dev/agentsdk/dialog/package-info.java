/**
 * Questions to the user that come through the agent: {@linkplain dev.agentsdk.dialog.ElicitationCallback elicitations} of
 * MCP servers, and {@linkplain dev.agentsdk.dialog.UserDialogCallback dialogs} of the agent's own tools.
 */
@NullMarked
package dev.agentsdk.dialog;

import org.jspecify.annotations.NullMarked;

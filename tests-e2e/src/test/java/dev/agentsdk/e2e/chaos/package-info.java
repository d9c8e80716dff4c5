/** Many sessions at once, to which all that can go wrong happens at random. */
package dev.agentsdk.e2e.chaos;

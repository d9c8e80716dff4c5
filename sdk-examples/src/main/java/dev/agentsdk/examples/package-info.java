/** Programs to run first; see the README. */
package dev.agentsdk.examples;

/** The SDK on the real CLIs, with a model on loopback: run by the Maven profile {@code real-cli}. */
package dev.agentsdk.e2e.real;

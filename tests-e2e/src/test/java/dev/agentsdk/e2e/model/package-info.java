/** A model server on loopback for real CLIs: it says what the prompt tells it to say. */
package dev.agentsdk.e2e.model;

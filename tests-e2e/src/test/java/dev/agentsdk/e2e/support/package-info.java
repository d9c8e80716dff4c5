/** What the end-to-end tests share: looking at processes, counting what leaks, timing closes. */
package dev.agentsdk.e2e.support;

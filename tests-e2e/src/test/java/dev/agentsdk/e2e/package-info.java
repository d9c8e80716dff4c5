/** End-to-end tests: real processes, no mocks. */
package dev.agentsdk.e2e;

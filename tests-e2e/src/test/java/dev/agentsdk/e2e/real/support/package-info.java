/** Installing the real CLIs, giving each test a home of its own, and looking at what they leave. */
package dev.agentsdk.e2e.real.support;

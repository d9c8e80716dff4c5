/** The SDK in an application of Spring Boot, in a JVM of its own. */
package dev.agentsdk.e2e.spring;

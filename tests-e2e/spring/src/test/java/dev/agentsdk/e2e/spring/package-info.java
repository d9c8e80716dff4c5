/** The SDK in applications of Spring Boot, and its MCP module with Spring AI. */
package dev.agentsdk.e2e.spring;

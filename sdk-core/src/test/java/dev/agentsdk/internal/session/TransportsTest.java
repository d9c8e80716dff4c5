package dev.agentsdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.agentsdk.errors.AgentException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.spi.AgentLaunch;
import dev.agentsdk.spi.Transport;
import dev.agentsdk.spi.TransportFactory;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransportsTest {

    @Test
    void takesTheFactoryInTheOptionsAndGivesItTheLaunch() {
        TransportFactory factory = mock(TransportFactory.class);
        Transport transport = mock(Transport.class);
        AgentOptions options = AgentOptions.builder().transport(factory).build();
        AgentLaunch launch = mock(AgentLaunch.class);
        when(factory.create(launch)).thenReturn(transport);

        assertThat(Transports.create(options, launch)).isSameAs(transport);
    }

    @Test
    void findsAFactoryThatTheContextClassLoaderSees(@TempDir Path directory) throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF").resolve("services"));
        Files.writeString(services.resolve(TransportFactory.class.getName()), Installed.class.getName());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);

            assertThat(Transports.create(AgentOptions.defaults(), mock(AgentLaunch.class)))
                    .isSameAs(Installed.TRANSPORT);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void namesTheMissingDependencyWhenNoTransportIsInstalled() {
        assertThatThrownBy(() -> Transports.create(AgentOptions.defaults(), mock(AgentLaunch.class)))
                .isExactlyInstanceOf(AgentException.class)
                .hasMessage("There is no transport on the class path. Add the dependency dev.agentsdk:sdk-transport,"
                        + " or set AgentOptions.transport.");
    }

    /** What an adapter's service file names. */
    public static final class Installed implements TransportFactory {
        static final Transport TRANSPORT = mock(Transport.class);

        @Override
        public Transport create(AgentLaunch launch) {
            return TRANSPORT;
        }
    }
}

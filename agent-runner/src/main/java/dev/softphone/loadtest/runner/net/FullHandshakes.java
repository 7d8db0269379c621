package dev.softphone.loadtest.runner.net;

import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import javax.net.ssl.SSLException;

/**
 * BoringSSL without resumption: each connection makes a full handshake. The session cache of {@link
 * OpenSSLEngineOptions} is the server's; a client keeps sessions whatever it says.
 */
final class FullHandshakes extends OpenSSLEngineOptions {

    @Override
    public FullHandshakes copy() {
        return new FullHandshakes();
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return new DefaultSslContextFactory(SslProvider.OPENSSL, false) {
            @Override
            public SslContext create() throws SSLException {
                SslContext context = super.create();
                if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
                    sessions.setSessionCacheEnabled(false);
                }
                return context;
            }
        };
    }
}

package dev.softphone.loadtest.simulator.gateway;

import dev.softphone.loadtest.simulator.script.Action.RetryAfter;
import dev.softphone.loadtest.simulator.script.Action.RetryAfterForm;
import dev.softphone.loadtest.simulator.truth.TcpTruth.EndedBy;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Writes HTTP answers. For the gateway's thread only. */
public final class HttpAnswers {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private HttpAnswers() {}

    /** Writes an answer, and closes the connection after it unless it is kept alive. */
    static void write(Connection connection, int status, Map<String, String> headers, String body, boolean keepAlive) {
        if (connection.isGone()) {
            return;
        }
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(status),
                Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
        headers.forEach(response.headers()::set);
        if (status != 204 && status != 304) {
            response.headers()
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
        }
        if (keepAlive) {
            connection.write(response);
        } else {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            connection.endedBy(EndedBy.US);
            connection.channel().writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** The value of a Retry-After header: seconds rounded up, or the HTTP date that far from now, rounded up. */
    public static String retryAfter(RetryAfter retryAfter) {
        if (retryAfter.form() == RetryAfterForm.SECONDS) {
            return String.valueOf(seconds(retryAfter.delay()));
        }
        long at = (System.currentTimeMillis() + retryAfter.delay().toMillis() + 999) / 1_000;
        return HTTP_DATE.format(Instant.ofEpochSecond(at));
    }

    /** Whole seconds, rounded up. */
    public static long seconds(Duration duration) {
        return (duration.toMillis() + 999) / 1_000;
    }
}

package dev.softphone.loadtest.simulator.gateway;

import java.util.Map;

/** What answers plain HTTP requests. For the gateway's thread only. */
@FunctionalInterface
public interface HttpService {

    /** One request, answered at most once. */
    interface Exchange {
        /** The connection it came on. */
        Connection connection();

        /** The request. */
        HttpView request();

        /** Answers; without effect once the connection is gone. */
        void answer(int status, Map<String, String> headers, String body);
    }

    /** Answers now, later, or never. */
    void serve(Exchange exchange);
}

package dev.softphone.loadtest.simulator.script;

import dev.softphone.loadtest.simulator.script.RestScript.PathPattern;

/** The requests that the Genesys side answers. */
public enum GenesysOperation {
    /** A token from the login host. */
    TOKEN("POST", "/oauth/token", Context.NONE),
    ORGANIZATION_ME("GET", "/api/v2/organizations/me", Context.CLIENT),
    USER_ME("GET", "/api/v2/users/me", Context.USER),
    CHANNEL("POST", "/api/v2/notifications/channels", Context.USER),
    STATION("GET", "/api/v2/stations/{station}", Context.CLIENT),
    SUBSCRIPTIONS("PUT", "/api/v2/notifications/channels/{channel}/subscriptions", Context.USER),
    CALL("POST", "/api/v2/conversations/calls", Context.USER),
    PARTICIPANT("PATCH", "/api/v2/conversations/calls/{conversation}/participants/{participant}", Context.USER),
    METADATA(
            "POST", "/api/v2/conversations/calls/{conversation}/communications/{communication}/metadata", Context.USER),
    TRACE("POST", "/api/v2/diagnostics/trace", Context.CLIENT),
    INSIGHTS("POST", "/api/v2/diagnostics/newrelic/insights", Context.CLIENT);

    /** What a request must bring. */
    public enum Context {
        /** No token. */
        NONE,
        /** Any token. */
        CLIENT,
        /** A token of a user. */
        USER
    }

    private final String method;
    private final String path;
    private final Context context;

    GenesysOperation(String method, String path, Context context) {
        this.method = method;
        this.path = path;
        this.context = context;
    }

    /** Such as {@code GET}. */
    public String method() {
        return method;
    }

    /** Its path. */
    public PathPattern path() {
        return new PathPattern(path);
    }

    /** What a request must bring. */
    public Context context() {
        return context;
    }

    /** Method and path: its name in the truth. */
    public String title() {
        return method + " " + path;
    }
}

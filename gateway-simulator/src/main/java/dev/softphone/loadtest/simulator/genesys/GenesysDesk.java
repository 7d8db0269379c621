package dev.softphone.loadtest.simulator.genesys;

import dev.softphone.loadtest.simulator.gateway.HttpService;
import dev.softphone.loadtest.simulator.gateway.Loop;
import dev.softphone.loadtest.simulator.gateway.TextProtocol;
import dev.softphone.loadtest.simulator.script.GenesysScript;
import dev.softphone.loadtest.simulator.truth.Truth;

/** The Genesys Cloud side put together. For the gateway's thread only. */
public final class GenesysDesk {
    private final ApiDesk api;
    private final StreamDesk streams;

    /**
     * @param script the Genesys side of the script
     * @param otherwise what answers requests that are for neither login nor API host
     * @param tls whether the port speaks TLS
     * @param loop the gateway's thread
     * @param truth counts all of it
     */
    public GenesysDesk(GenesysScript script, HttpService otherwise, boolean tls, Loop loop, Truth truth) {
        Directory directory = new Directory(script, loop.clock());
        Channels channels = new Channels(script.channelsPerUser(), loop.clock(), truth.genesys());
        ApiAnswers answers = new ApiAnswers(truth.rest());
        CallDesk calls = new CallDesk(script, loop, truth.genesys());
        this.streams = new StreamDesk(script, directory, channels, calls, loop, truth.genesys());
        Resources resources = new Resources(script, channels, calls, answers, tls, truth.genesys());
        this.api = new ApiDesk(script, directory, resources, answers, otherwise, loop, truth.rest(), truth.genesys());
    }

    /** The streaming host. */
    public TextProtocol streams() {
        return streams;
    }

    /** The login and API hosts. */
    public HttpService http() {
        return api;
    }
}

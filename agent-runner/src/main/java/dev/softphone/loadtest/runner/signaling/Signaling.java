package dev.softphone.loadtest.runner.signaling;

import dev.softphone.loadtest.model.Identity;
import java.util.random.RandomGenerator;

/**
 * One protocol, configured for one test: what is the same for all of its softphones is computed once here. Immutable and
 * shared by all event loops.
 */
public interface Signaling {

    /**
     * A session for one softphone.
     *
     * @param random of the event loop that will call the session
     */
    SignalingSession session(Identity identity, RandomGenerator random);
}

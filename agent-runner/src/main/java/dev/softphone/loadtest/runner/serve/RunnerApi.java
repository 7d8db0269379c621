package dev.softphone.loadtest.runner.serve;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import java.util.Map;
import java.util.Optional;

/**
 * All that one runner asks of the API server: get its own SoftphoneRunner, update that one's status, get and watch its
 * test's control object. Safe from any thread; every call may block as long as a request may take.
 */
public interface RunnerApi {

    /** A ConfigMap's data and the version it is of. */
    record ControlObject(String version, Map<String, String> data) {
        public ControlObject {
            data = Map.copyOf(data);
        }
    }

    /** What came of an update. */
    enum Written {
        Accepted,
        /** It was written by somebody else since it was read. */
        Conflict,
        /** A rule of the resource refuses it. */
        Invalid,
        /** It is not there any more. */
        Gone
    }

    /**
     * @param object as it is now, where it was accepted; as it was sent otherwise
     * @param why in the API server's words; empty where it was accepted
     */
    record Answer(Written written, SoftphoneRunner object, String why) {}

    /** Told by any thread, one at a time. */
    interface ControlWatcher {
        void changed(ControlObject control);

        void deleted();

        /** It will tell no more, and was not closed by {@link Watching#close}. */
        void ended();
    }

    /** A watch under way. */
    interface Watching extends AutoCloseable {
        @Override
        void close();
    }

    /** This runner's own; empty when there is none. */
    Optional<SoftphoneRunner> runner() throws ApiException;

    /** Writes the status of an object that was read, if nobody did since. */
    Answer updateStatus(SoftphoneRunner object) throws ApiException;

    /** The control object; empty when there is none. */
    Optional<ControlObject> control() throws ApiException;

    /** What becomes of the control object after a version. */
    Watching watchControl(String version, ControlWatcher watcher) throws ApiException;
}

package dev.softphone.loadtest.runner.terminal;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.runner.RunListener;
import java.time.Instant;

/** Shows a run while it goes on. Closing leaves the terminal as it was, however often it is called. */
public interface ProgressView extends RunListener, AutoCloseable {

    /**
     * A test of a cluster, as its status says; in place of what a run on this machine tells.
     *
     * @param trouble why it could not be asked just now, and the status is an older one; else empty
     */
    void seen(SoftphoneLoadTestStatus status, String trouble, Instant now);

    @Override
    void close();
}

package dev.softphone.loadtest.runner.terminal;

import dev.softphone.loadtest.runner.RunListener;

/** Shows a run while it goes on. Closing leaves the terminal as it was, however often it is called. */
public interface ProgressView extends RunListener, AutoCloseable {

    @Override
    void close();
}

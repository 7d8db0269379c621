package dev.softphone.loadtest.runner.net;

import dev.softphone.loadtest.api.read.Secrets;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.runner.signaling.Signaling;
import dev.softphone.loadtest.runner.softphone.Behaviour;
import dev.softphone.loadtest.runner.softphone.Softphone;
import java.util.function.BiFunction;

/**
 * What all lanes of one run share. Immutable.
 *
 * @param redact removes a softphone's secrets from a text
 */
public record LaneSetup(
        LoadTest test,
        Signaling signaling,
        Behaviour behaviour,
        Secrets secrets,
        BiFunction<Softphone, String, String> redact) {}

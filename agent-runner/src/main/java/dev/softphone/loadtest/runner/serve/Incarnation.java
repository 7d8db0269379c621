package dev.softphone.loadtest.runner.serve;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase;
import org.jspecify.annotations.Nullable;

/**
 * One pod of the several that one index may have over time.
 *
 * @param uid of the pod
 * @param epoch how often the index failed before it
 */
public record Incarnation(String uid, int epoch) {

    /**
     * Whether the softphones of this index are another's, and this pod must not send a packet:
     *
     * <pre>
     * a later epoch                        always: the API server would refuse what this one says
     * an earlier epoch                     never: this one replaces it
     * the same epoch, another pod          when that one is past Armed: whoever says Running first has them
     * this very pod, before it wrote       when it is past Armed: its container ran already
     * </pre>
     *
     * @param seen the status as the API server holds it
     * @param wrote whether this process has written one
     */
    public boolean supersededBy(@Nullable SoftphoneRunnerStatus seen, boolean wrote) {
        if (seen == null) {
            return false;
        }
        if (seen.epoch() != epoch) {
            return seen.epoch() > epoch;
        }
        boolean own = seen.incarnation().equals(uid);
        return seen.phase() != Phase.Armed && !(own && wrote);
    }
}

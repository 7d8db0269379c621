/**
 * A runner in a pod: told what to do by the API server and telling it what was measured, in three objects (its own
 * SoftphoneRunner, that one's status, the control object of the test). Classes of the Kubernetes client are named in
 * {@code Cluster…} and in nothing that {@code run} loads.
 */
@NullMarked
package dev.softphone.loadtest.runner.serve;

import org.jspecify.annotations.NullMarked;

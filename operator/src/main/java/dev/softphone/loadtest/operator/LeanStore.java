package dev.softphone.loadtest.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;

/**
 * Keeps of what is watched only what is read: not who wrote which field, and of a pod not its spec. Both together are most of
 * a pod, and there is one for each runner.
 */
final class LeanStore<R extends HasMetadata> extends BasicItemStore<R> {

    LeanStore() {
        super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public R put(String key, R object) {
        object.getMetadata().setManagedFields(null);
        if (object instanceof Pod pod) {
            pod.setSpec(null);
        }
        return super.put(key, object);
    }
}

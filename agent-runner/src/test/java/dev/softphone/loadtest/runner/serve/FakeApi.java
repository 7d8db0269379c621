package dev.softphone.loadtest.runner.serve;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerSpec;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One SoftphoneRunner and one control object, as an API server keeps them: versions, and the rules of the status. */
final class FakeApi implements RunnerApi {
    final List<SoftphoneRunnerStatus> written = new ArrayList<>();
    final List<ControlWatcher> watchers = new ArrayList<>();
    int reads;
    /** Nothing is answered. */
    boolean down;
    /** The next update is done, but nobody learns of it. */
    boolean losesNextAnswer;

    private @Nullable SoftphoneRunnerStatus status;
    private @Nullable Map<String, String> control;
    private boolean runnerDeleted;
    private long version = 100;
    private long runnerVersion = 100;
    private long controlVersion = 100;

    @Override
    public Optional<SoftphoneRunner> runner() throws ApiException {
        answers();
        return runnerDeleted ? Optional.empty() : Optional.of(object());
    }

    @Override
    public Answer updateStatus(SoftphoneRunner object) throws ApiException {
        answers();
        SoftphoneRunnerStatus next = object.getStatus();
        SoftphoneRunnerStatus before = status;
        if (runnerDeleted) {
            return new Answer(Written.Gone, object, "not found");
        }
        if (!object.getMetadata().getResourceVersion().equals(String.valueOf(runnerVersion))) {
            return new Answer(Written.Conflict, object, "the object has been modified");
        }
        if (before != null && next.epoch() < before.epoch()) {
            return new Answer(Written.Invalid, object, SoftphoneRunnerStatus.OLD_EPOCH);
        }
        if (before != null && next.incarnation().equals(before.incarnation()) && next.sequence() <= before.sequence()) {
            return new Answer(Written.Invalid, object, SoftphoneRunnerStatus.OLD_SEQUENCE);
        }
        set(next);
        written.add(next);
        if (losesNextAnswer) {
            losesNextAnswer = false;
            throw new ApiException("lost", new IllegalStateException());
        }
        return new Answer(Written.Accepted, object(), "");
    }

    @Override
    public Optional<ControlObject> control() throws ApiException {
        answers();
        reads++;
        Map<String, String> data = control;
        return data == null ? Optional.empty() : Optional.of(new ControlObject(String.valueOf(controlVersion), data));
    }

    @Override
    public Watching watchControl(String from, ControlWatcher watcher) throws ApiException {
        answers();
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    private void answers() throws ApiException {
        if (down) {
            throw new ApiException("no answer", new IllegalStateException());
        }
    }

    /** By somebody else. */
    void set(@Nullable SoftphoneRunnerStatus next) {
        status = next;
        runnerVersion = ++version;
    }

    void deleteRunner() {
        runnerDeleted = true;
    }

    /** Without a word to those who watch. */
    void controlSays(@Nullable Map<String, String> data) {
        control = data;
        controlVersion = ++version;
    }

    /** What a watch would tell of the control object as it is. */
    ControlObject now() {
        Map<String, String> data = control;
        return new ControlObject(String.valueOf(controlVersion), data == null ? Map.of() : data);
    }

    private SoftphoneRunner object() {
        SoftphoneRunner runner = new SoftphoneRunner();
        runner.setMetadata(new ObjectMetaBuilder()
                .withName("monday-eu-0")
                .withResourceVersion(String.valueOf(runnerVersion))
                .build());
        runner.setSpec(
                new SoftphoneRunnerSpec("monday", 0, "eu", 0, new SoftphoneRunnerSpec.Share(List.of(1), 0, 1), 500L));
        runner.setStatus(status);
        return runner;
    }
}

package dev.softphone.loadtest.runner.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.runner.serve.Control.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlFollowerTest {
    private static final long PATIENCE = 300_000;

    private final VirtualTimers timers = new VirtualTimers();
    private final FakeApi api = new FakeApi();
    private final List<Command> told = new ArrayList<>();
    private final List<String> misunderstood = new ArrayList<>();
    private final List<String> deserted = new ArrayList<>();
    private final Contact contact = new Contact(timers);
    private ControlFollower follower;

    @BeforeEach
    void follow() throws Exception {
        follower = new ControlFollower(
                api, Pods.pod("uid-1", 0), timers, contact, PATIENCE, new ControlFollower.Listener() {
                    @Override
                    public void told(Control control) {
                        told.add(control.command());
                    }

                    @Override
                    public void misunderstood(String why) {
                        misunderstood.add(why);
                    }

                    @Override
                    public void deserted(String why) {
                        deserted.add(why);
                    }
                });
        follower.start();
    }

    @Test
    void tellsWhatItReadsAndThenWhatTheWatchSays() {
        says(Command.Arm);
        timers.advance(0);
        says(Command.Run);
        api.watchers.get(0).changed(api.now());

        assertThat(told).containsExactly(Command.Arm, Command.Run);
        assertThat(api.watchers).hasSize(1);
    }

    @Test
    void tellsTheSameOnce() {
        says(Command.Arm);
        timers.advance(1000);
        says(Command.Arm);
        api.watchers.get(0).changed(api.now());
        timers.advance(200_000);

        assertThat(told).containsExactly(Command.Arm);
    }

    @Test
    void whatIsOlderIsNotToldAfterWhatIsNewer() {
        says(Command.Arm);
        timers.advance(0);
        says(Command.Run);
        RunnerApi.ControlObject old = api.now();
        says(Command.Drain);
        api.watchers.get(0).changed(api.now());
        api.watchers.get(0).changed(old);

        assertThat(told).containsExactly(Command.Arm, Command.Drain);
    }

    @Test
    void aDeadWatchIsNoticedByLookingAndReplaced() {
        says(Command.Arm);
        timers.advance(0);
        RunnerApi.ControlWatcher dead = api.watchers.get(0);
        says(Command.Drain);
        timers.advance(30_000);

        assertThat(told).containsExactly(Command.Arm, Command.Drain);
        assertThat(api.watchers).hasSize(1).doesNotContain(dead);
    }

    @Test
    void aWatchThatEndedIsOpenedAgainAfterALook() {
        says(Command.Arm);
        timers.advance(0);
        api.watchers.remove(0).ended();
        says(Command.Run);
        timers.advance(2000);

        assertThat(told).containsExactly(Command.Arm, Command.Run);
        assertThat(api.watchers).hasSize(1);
    }

    @Test
    void theEndOfAnOldWatchDoesNotTouchTheNewOne() {
        says(Command.Arm);
        timers.advance(0);
        RunnerApi.ControlWatcher old = api.watchers.get(0);
        says(Command.Run);
        timers.advance(30_000);
        int reads = api.reads;
        old.ended();
        timers.advance(10_000);

        assertThat(api.reads).isEqualTo(reads);
        assertThat(api.watchers).hasSize(1);
    }

    @Test
    void aControlObjectThatIsDeletedDeserts() {
        says(Command.Arm);
        timers.advance(0);
        api.watchers.get(0).deleted();
        timers.advance(100_000);

        assertThat(deserted).containsExactly("the control object is gone");
    }

    @Test
    void aControlObjectThatIsNotThereAnyMoreDesertsWithoutAWatch() {
        says(Command.Arm);
        timers.advance(0);
        api.controlSays(null);
        timers.advance(30_000);

        assertThat(deserted).containsExactly("the control object is gone");
    }

    @Test
    void oneThatWasNeverThereIsWaitedFor() {
        timers.advance(PATIENCE - 10_000);
        assertThat(deserted).isEmpty();
        says(Command.Arm);
        timers.advance(5_000);
        assertThat(told).containsExactly(Command.Arm);
    }

    @Test
    void oneThatNeverComesIsNotWaitedForForever() {
        timers.advance(PATIENCE + 10_000);

        assertThat(deserted).containsExactly("there was no control object for 300 s");
    }

    @Test
    void silenceIsBornePatientlyAndNotForever() {
        says(Command.Arm);
        timers.advance(0);
        api.down = true;
        timers.advance(PATIENCE - 20_000);
        assertThat(deserted).isEmpty();
        timers.advance(60_000);
        assertThat(deserted).containsExactly("the API server did not answer for 300 s");
    }

    @Test
    void anotherAnswerOfTheApiServerBreaksTheSilence() {
        says(Command.Arm);
        timers.advance(0);
        api.down = true;
        for (int i = 0; i < 10; i++) {
            timers.advance(60_000);
            contact.made();
        }

        assertThat(deserted).isEmpty();
    }

    @Test
    void whatIsNotUnderstoodChangesNothing() {
        says(Command.Arm);
        timers.advance(0);
        api.controlSays(Map.of("command", "Sprint"));
        api.watchers.get(0).changed(api.now());

        assertThat(misunderstood).singleElement().asString().contains("observed Sprint");
        assertThat(told).containsExactly(Command.Arm);
        assertThat(deserted).isEmpty();
    }

    @Test
    void nothingIsToldAfterItIsClosed() {
        says(Command.Arm);
        timers.advance(0);
        RunnerApi.ControlWatcher watcher = api.watchers.get(0);
        follower.close();
        says(Command.Run);
        watcher.changed(api.now());
        watcher.deleted();
        timers.advance(PATIENCE * 2);

        assertThat(told).containsExactly(Command.Arm);
        assertThat(deserted).isEmpty();
        assertThat(api.watchers).isEmpty();
    }

    private void says(Command command) {
        api.controlSays(Map.of(
                "command",
                command.name(),
                "startAt",
                "2026-11-21T10:00:00Z",
                "trial",
                "1",
                "reportIntervalMillis",
                "2000"));
    }
}

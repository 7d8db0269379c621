package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.status.Cut;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Why pods do not come up or went away, in words for the test's status. */
final class PodTroubles {
    private static final int MOST = 3;
    private static final int LONGEST = 240;

    private PodTroubles() {}

    /** The first {@value #MOST} and how many more there are, by pod name. */
    static List<String> of(List<Pod> pods) {
        List<String> troubles = new ArrayList<>();
        pods.stream()
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .flatMap(pod -> of(pod).map(why -> "pod " + pod.getMetadata().getName() + ": " + why).stream())
                .forEach(troubles::add);
        if (troubles.size() <= MOST) {
            return troubles;
        }
        List<String> first = new ArrayList<>(troubles.subList(0, MOST));
        first.add("and " + (troubles.size() - MOST) + " more pods");
        return first;
    }

    /** It has ended, well or not. */
    static boolean over(Pod pod) {
        String phase =
                pod.getStatus() == null ? "" : String.valueOf(pod.getStatus().getPhase());
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    private static Optional<String> of(Pod pod) {
        if (pod.getStatus() == null) {
            return Optional.empty();
        }
        return evicted(pod)
                .or(() -> container(pod))
                .or(() -> unschedulable(pod))
                .map(why -> Cut.to(LONGEST, why));
    }

    private static Optional<String> evicted(Pod pod) {
        return Optional.ofNullable(pod.getStatus().getReason())
                .map(reason -> sentence(reason, pod.getStatus().getMessage()));
    }

    private static Optional<String> container(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .flatMap(status -> container(status).stream())
                .findFirst();
    }

    private static Optional<String> container(ContainerStatus status) {
        if (status.getState() == null) {
            return Optional.empty();
        }
        if (status.getState().getTerminated() != null
                && status.getState().getTerminated().getExitCode() != 0) {
            return Optional.of(sentence(
                    status.getState().getTerminated().getReason() + " with exit code "
                            + status.getState().getTerminated().getExitCode(),
                    null));
        }
        return Optional.ofNullable(status.getState().getWaiting())
                .filter(waiting -> waiting.getReason() != null
                        && !waiting.getReason().equals("ContainerCreating")
                        && !waiting.getReason().equals("PodInitializing"))
                .map(waiting -> sentence(waiting.getReason(), waiting.getMessage()));
    }

    private static Optional<String> unschedulable(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("PodScheduled")
                        && condition.getStatus().equals("False"))
                .map((PodCondition condition) -> sentence(condition.getReason(), condition.getMessage()))
                .findFirst();
    }

    private static String sentence(String reason, @org.jspecify.annotations.Nullable String message) {
        return message == null || message.isBlank() ? reason : reason + ", " + message;
    }
}

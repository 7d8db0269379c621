package dev.softphone.loadtest.runner.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.api.read.IdentityReader;
import dev.softphone.loadtest.api.read.Secrets;
import dev.softphone.loadtest.api.read.SpecReader;
import dev.softphone.loadtest.api.read.TokenShares;
import dev.softphone.loadtest.api.v1alpha1.OnRunnerLoss;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerSpec;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.plan.Part;
import dev.softphone.loadtest.plan.Shares;
import dev.softphone.loadtest.runner.RefusedException;
import dev.softphone.loadtest.runner.Share;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a runner's pod is to do, from its files and its assignment; checked.
 *
 * @param share of the test
 * @param identities one for each softphone of the share
 * @param tokens what is the share's of tokens that other runners have too
 * @param allowedTargets host patterns
 * @param replaced whether another pod takes the share when this one ends before the run does
 */
record Preparation(
        LoadTest test,
        Share share,
        List<Identity> identities,
        TokenShares tokens,
        List<String> allowedTargets,
        boolean replaced) {

    /**
     * Reads the files.
     *
     * @param manifest the whole SoftphoneLoadTest as JSON
     * @param allowed one host pattern a line
     * @throws RefusedException with the reason for people
     */
    static Preparation of(Pod pod, SoftphoneRunnerSpec assignment, Path manifest, Path allowed, Secrets secrets)
            throws RefusedException {
        ObjectNode json = json(manifest);
        LoadTest test = RefusedException.unlessAccepted(SpecReader.read(json));
        require("metadata.name in " + manifest, pod.test(), test.name());
        require("the assignment's test", pod.test(), assignment.test());
        require("the assignment's region", pod.region(), assignment.region());
        require("the assignment's index", pod.index(), assignment.index());
        Share share = share(assignment);
        require("the assignment's softphones", share.part().countBelow(test.softphones()), assignment.softphones());
        IdentityReader.Dealt dealt = RefusedException.unlessAccepted(IdentityReader.read(test, secrets, share.part()));
        return new Preparation(
                test,
                share,
                dealt.identities(),
                dealt.tokens(),
                text(allowed)
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList(),
                json.at("/spec/onRunnerLoss").asText().equals(OnRunnerLoss.Replace.name()));
    }

    /** First over the regions by weight, then evenly over the region's runners. */
    static Share share(SoftphoneRunnerSpec assignment) throws RefusedException {
        SoftphoneRunnerSpec.Share share = assignment.share();
        try {
            Part part = Part.WHOLE
                    .split(Shares.of(share.regionWeights()), share.region())
                    .split(Shares.equal(share.runners()), assignment.index());
            return Share.of(part, assignment.number());
        } catch (IllegalArgumentException e) {
            throw new RefusedException("the assignment's share: " + e.getMessage());
        }
    }

    private static ObjectNode json(Path file) throws RefusedException {
        @Nullable JsonNode json;
        try {
            json = JsonMapper.builder().build().readTree(text(file));
        } catch (JsonProcessingException e) {
            throw new RefusedException(file + ": required JSON, observed " + e.getOriginalMessage());
        }
        if (json instanceof ObjectNode object) {
            return object;
        }
        throw new RefusedException(file + ": required a SoftphoneLoadTest as JSON, observed something else");
    }

    private static String text(Path file) throws RefusedException {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new RefusedException(file + ": required a file that can be read, observed "
                    + (Files.exists(file) ? String.valueOf(e.getMessage()) : "nothing there"));
        }
    }

    private static void require(String what, Object required, Object observed) throws RefusedException {
        if (!required.equals(observed)) {
            throw new RefusedException(what + ": required " + required + ", observed " + observed);
        }
    }
}

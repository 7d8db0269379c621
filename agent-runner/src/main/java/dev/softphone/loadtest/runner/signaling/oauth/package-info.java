/** Access tokens by OAuth 2.0: who fetches one and when, and what is asked for. */
@NullMarked
package dev.softphone.loadtest.runner.signaling.oauth;

import org.jspecify.annotations.NullMarked;

/** What a real kube-apiserver makes of our definitions. */
@NullMarked
package dev.softphone.loadtest.e2e.apiserver;

import org.jspecify.annotations.NullMarked;

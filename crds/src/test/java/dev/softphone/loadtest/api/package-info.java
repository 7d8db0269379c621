/** Claims about the API as files: the golden CRD, the reference made from it, accepted and refused manifests. */
@NullMarked
package dev.softphone.loadtest.api;

import org.jspecify.annotations.NullMarked;

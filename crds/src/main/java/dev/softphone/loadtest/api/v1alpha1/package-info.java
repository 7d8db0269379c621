/**
 * The Kubernetes API {@code softphone.dev/v1alpha1} as records; the CRD is generated from them.
 *
 * <p>A component without {@code @Nullable} is required by the schema or has a default there, so it is present in every
 * value that passed the schema, at the API server or in {@code SchemaCheck}. Enums of the engine's model are used where
 * the API's words are the same; the golden CRD shows when one of them changes.
 */
@NullMarked
package dev.softphone.loadtest.api.v1alpha1;

import org.jspecify.annotations.NullMarked;

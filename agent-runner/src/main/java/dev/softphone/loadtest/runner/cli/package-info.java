/** The command line: {@code softphone-load run | validate | explain | verdict | cluster | serve}. */
@NullMarked
package dev.softphone.loadtest.runner.cli;

import org.jspecify.annotations.NullMarked;

/** What people and CI systems read after a run: HTML, JUnit XML and transcripts, values in and text out. */
@NullMarked
package dev.softphone.loadtest.report;

import org.jspecify.annotations.NullMarked;

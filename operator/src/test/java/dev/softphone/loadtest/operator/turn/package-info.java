@org.jspecify.annotations.NullMarked
package dev.softphone.loadtest.operator.turn;

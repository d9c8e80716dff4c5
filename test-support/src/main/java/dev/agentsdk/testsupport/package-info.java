/**
 * What the tests of all modules share. {@link dev.agentsdk.testsupport.Times} asserts upper bounds on time,
 * {@link dev.agentsdk.testsupport.StallMeter} measures the delays of the machine, and
 * {@link dev.agentsdk.testsupport.RunGuard} ends the processes of a test run that was killed.
 */
@NullMarked
package dev.agentsdk.testsupport;

import org.jspecify.annotations.NullMarked;

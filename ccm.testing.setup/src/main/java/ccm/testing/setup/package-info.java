/**
 * A desk for tests of setup commands: a small gateway, a terminal, and programs that are found
 * where commands look for them. What a real gateway does is tested with one, in {@code ccm.itest}.
 */
package ccm.testing.setup;

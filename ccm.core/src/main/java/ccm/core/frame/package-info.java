/** What frames of every channel are made of, and the answers that repeated ones get again. */
package ccm.core.frame;

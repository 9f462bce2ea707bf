/** Lines of bytes and their checks, as every byte stream of ours uses them; copied privately. */
package ccm.parts.frames;

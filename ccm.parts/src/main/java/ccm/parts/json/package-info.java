/** Small JSON files. Copied privately. */
package ccm.parts.json;

/** Settings as the callers of methods see them; copied privately. */
package ccm.parts.config;

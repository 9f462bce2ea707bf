/** How long answers are waited for; copied privately. */
package ccm.parts.patience;

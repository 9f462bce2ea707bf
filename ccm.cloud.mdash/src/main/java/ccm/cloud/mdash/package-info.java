/** mDash as a cloud. */
package ccm.cloud.mdash;

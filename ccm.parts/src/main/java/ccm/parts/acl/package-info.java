/** Lists that say which paths may be changed. Copied privately. */
package ccm.parts.acl;

/** Who may call what: users, their logins, and the list of access rules. */
package ccm.core.access;

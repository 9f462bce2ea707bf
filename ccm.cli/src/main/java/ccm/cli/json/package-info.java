/** JSON values as the commands need them: exact, small, and quick to load. */
package ccm.cli.json;

/** What JUnit tests of every bundle share; never part of a product. */
package ccm.testing;

/**
 * The configuration tree: schema from the metatype of every installed bundle, layers of values from
 * files, one truth with ConfigAdmin.
 */
package ccm.core.config;

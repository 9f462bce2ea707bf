/**
 * Bringing a gateway into networks: joins what is set, tries what people at the channels set before
 * it is saved, and shows and resets by light and button. The settings have the names, types and
 * defaults of Mongoose OS.
 */
package ccm.provision;

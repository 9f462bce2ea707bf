/**
 * Bringing a gateway into networks. So far it keeps the settings of that, with the names, types and
 * defaults of Mongoose OS, and checks that they go together; nobody acts on them yet.
 */
package ccm.provision;

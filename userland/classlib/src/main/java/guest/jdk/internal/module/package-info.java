/** Modules: there are none to find. */
package guest.jdk.internal.module;

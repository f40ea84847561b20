/** What of the stylesheet compiler is refused. */
package guest.com.sun.org.apache.xalan.internal.xsltc.trax;

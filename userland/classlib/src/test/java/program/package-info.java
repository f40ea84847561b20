/** Programs that tests run as guests, and some on the host too. Plain Java: nothing here knows where it runs. */
package program;

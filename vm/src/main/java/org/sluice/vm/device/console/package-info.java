/** The console: a serial line to the terminal, pipe or buffer behind {@link org.sluice.vm.device.console.ConsoleBackend}. */
package org.sluice.vm.device.console;

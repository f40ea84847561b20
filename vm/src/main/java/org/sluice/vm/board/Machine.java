package org.sluice.vm.board;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.sluice.vm.bus.Device;
import org.sluice.vm.dma.Iommu;
import org.sluice.vm.irq.InterruptController;
import org.sluice.vm.memory.PhysicalMemory;
import org.sluice.vm.time.Clock;

/**
 * One machine as its kernel sees it.
 *
 * @param memory        main memory
 * @param processors    number of virtual processors, at least 1
 * @param clock         time and timers
 * @param interrupts    interrupt lines; device {@code i} of {@code devices} raises line {@code i}
 * @param iommu         DMA translation; device {@code i} uses domain {@code i}
 * @param devices       everything on the bus, already attached
 * @param library       the library partition: relinked class library and translated system classes, read-only
 * @param modules       text resources of the modules loaded from the boot partition: manifest name to contents
 * @param moduleLoader  loads the classes of those modules, drivers included
 * @param classFiles    the class file of a class of those modules by its binary name; null when there is none
 * @param arguments     boot arguments, such as {@code command}, {@code memory}, {@code seed}
 */
public record Machine(PhysicalMemory memory, int processors, Clock clock, InterruptController interrupts, Iommu iommu,
                      List<Device> devices, MemorySegment library, Map<String, String> modules, ClassLoader moduleLoader,
                      Function<String, byte[]> classFiles, Map<String, String> arguments) {
}

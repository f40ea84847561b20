package org.sluice.io;

/**
 * What the kernel says of an area.
 *
 * @param address     its first byte
 * @param length      bytes
 * @param frame       number of the physical frame with the first byte; a process that receives the area sees the same number
 * @param frameOffset offset of the first byte in that frame, in bytes
 * @param sharers     areas, of any process, on the same memory, this one included
 * @param writable    whether it may be mapped for writing: nobody else has a share
 * @param views       views open now
 * @param headroom    bytes before the first to which it can be extended
 */
public record AreaInfo(long address, long length, long frame, int frameOffset, int sharers, boolean writable, int views,
                       int headroom) {
}

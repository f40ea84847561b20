package org.sluice.images.build;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.sluice.vm.firmware.BootImage;
import org.sluice.vm.firmware.Partition;

/** Checks what firmware does not take the time for at every boot. */
public final class ImageCheck {
    private ImageCheck() {
    }

    /** What is wrong with an image that could be opened, or null. */
    public static String problem(BootImage image) {
        for (String name : new String[] {Partition.LIBRARY, Partition.ROOT}) {
            if (image.partition(name).isEmpty()) {
                return "no partition named " + name;
            }
        }
        for (String module : image.property(BootImage.KEY_MODULES).split(",")) {
            if (!image.files().containsKey(module)) {
                return "the module file '" + module + "' is missing from the boot partition";
            }
        }
        Optional<Partition> library = image.partition(Partition.LIBRARY);
        try (Arena arena = Arena.ofConfined()) {
            // the partition is padded to whole blocks; its recorded hash covers the padding too
            MemorySegment bytes = image.map(library.get(), arena);
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes.asByteBuffer());
            String found = HexFormat.of().formatHex(digest.digest());
            return found.equals(image.property(BootImage.KEY_LIBRARY)) ? null : "the library partition is damaged: wrong hash";
        } catch (IOException e) {
            return "cannot be read: " + e.getMessage();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

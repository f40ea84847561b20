package guest.jdk.internal.misc;

/** Natives of PreviewFeatures. */
final class N_PreviewFeatures {
    private N_PreviewFeatures() {
    }

    static boolean isPreviewEnabled() {
        return false;
    }
}

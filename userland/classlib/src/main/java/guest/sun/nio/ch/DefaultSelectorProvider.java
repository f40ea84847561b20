package guest.sun.nio.ch;

import guest.java.nio.channels.spi.AbstractSelector;
import guest.java.io.IOException;

/** Makes channels and selectors; nothing is inherited from who started the process. */
public class DefaultSelectorProvider {
    private static final SelectorProviderImpl ONLY = new KernelSelectors();

    private DefaultSelectorProvider() {
    }

    /** The provider. */
    public static SelectorProviderImpl get() {
        return ONLY;
    }

    private static final class KernelSelectors extends SelectorProviderImpl {
        @Override
        public AbstractSelector openSelector() throws IOException {
            return new KernelSelector(this);
        }
    }
}

package guest.bridge;

import guest.java.util.List;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/** Bridge of GroupLayout: the guest's list. */
public final class B_java_lang_foreign_GroupLayout {
    private B_java_lang_foreign_GroupLayout() {
    }

    public static List<MemoryLayout> memberLayouts(GroupLayout layout) {
        return List.of(layout.memberLayouts().toArray(new MemoryLayout[0]));
    }
}

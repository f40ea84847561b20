package org.sluice.driver.planted;

/** Does what the rule of its name forbids. */
final class Breaks_driversKnowTableAndDriverInterface_iommu {
    private Breaks_driversKnowTableAndDriverInterface_iommu() {
    }

    static Object iommu() {
        return org.sluice.vm.dma.Iommu.class;
    }
}

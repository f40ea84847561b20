package org.sluice.kernel.net.ip;

import java.util.List;

/**
 * Where packets to a destination go, for whoever sends many. It holds while {@link Ipv4#valid} says so.
 *
 * @param next   who is to get them on the link
 * @param known  the routes it was made from
 * @param pinned whether the interface was asked for, whatever the routes
 */
public record Path(int source, int destination, IpInterface device, int next, List<Routes.Route> known, boolean pinned) {
}

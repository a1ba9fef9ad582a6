package chat.parley;

import chat.parley.config.WebSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What this server is called: as configured, by the machine's own name, and by its addresses. Blocking. */
record OwnAddresses(Set<String> all) {
    private static final int LONGEST_NAME = 253;

    OwnAddresses {
        all = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(all));
    }

    /** The first one is the one that people know. */
    static OwnAddresses of(WebSettings web) throws IOException {
        Set<String> all = new LinkedHashSet<>();
        add(all, web.url().isEmpty() ? null : URI.create(web.url()).getHost());
        web.names().forEach(name -> add(all, name));
        String machine = machineName();
        add(all, machine);
        if (machine != null && !machine.contains(".")) {
            add(all, machine + ".local");
        }
        add(all, "localhost");
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            if (each.isUp()) {
                each.inetAddresses().filter(OwnAddresses::isLasting).forEach(address -> add(all, plain(address)));
            }
        }
        return new OwnAddresses(all);
    }

    private static void add(Set<String> all, @Nullable String name) {
        if (name != null) {
            all.add(name.replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT));
        }
    }

    private static @Nullable String machineName() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return name.length() <= LONGEST_NAME && name.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
                    ? name
                    : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** What a link-local address means depends on who asks. */
    private static boolean isLasting(InetAddress address) {
        return !address.isLinkLocalAddress() && !address.isMulticastAddress();
    }

    private static String plain(InetAddress address) {
        return address.getHostAddress().replaceFirst("%.*", "");
    }

    /** For people: the names and addresses in one line. */
    String inWords() {
        return String.join(", ", List.copyOf(all));
    }
}

package chat.parley.crypto;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.IDN;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/**
 * The names and addresses that a local authority may vouch for (RFC 5280 section 4.2.1.10): those it was made for,
 * names that mean something in a local network only, and private addresses.
 */
final class NameScope {
    private static final List<String> LOCAL_NAMES = List.of("localhost", "local", "lan", "home.arpa", "internal");
    private static final List<String> LOCAL_ADDRESSES = List.of(
            "127.0.0.0/8",
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "169.254.0.0/16",
            "::1/128",
            "fc00::/7",
            "fe80::/10");

    private NameScope() {}

    /** What an authority made for these names is constrained to. */
    static NameConstraints of(Collection<String> names) {
        List<GeneralSubtree> permitted = new ArrayList<>();
        LOCAL_NAMES.forEach(name -> permitted.add(new GeneralSubtree(dns(name))));
        LOCAL_ADDRESSES.forEach(range -> permitted.add(new GeneralSubtree(range(range))));
        for (String name : canonical(names)) {
            byte[] address = NetUtil.createByteArrayFromIpAddressString(name);
            permitted.add(
                    new GeneralSubtree(address == null ? dns(name) : range(name + "/" + address.length * Byte.SIZE)));
        }
        return new NameConstraints(permitted.toArray(new GeneralSubtree[0]), null);
    }

    /** Fails when the authority's certificate does not permit one of the names. */
    static void check(X509Certificate authority, Collection<String> names) throws IOException {
        PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
        try {
            Extension constraints = new JcaX509CertificateHolder(authority).getExtension(Extension.nameConstraints);
            if (constraints == null) {
                return; // somebody made this authority otherwise
            }
            validator.intersectPermittedSubtree(
                    NameConstraints.getInstance(constraints.getParsedValue()).getPermittedSubtrees());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        for (String name : canonical(names)) {
            try {
                validator.checkPermitted(general(name));
            } catch (NameConstraintValidatorException e) {
                throw new UnusableCertificateException("The local authority may not vouch for " + name
                        + ": it was made for other names. \"parley ca new\" makes one for the names in web.url and"
                        + " web.names; people then install that one.");
            }
        }
    }

    static GeneralNames general(Collection<String> names) {
        return new GeneralNames(
                canonical(names).stream().map(NameScope::general).toArray(GeneralName[]::new));
    }

    private static GeneralName general(String name) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(name);
        return address == null ? dns(name) : new GeneralName(GeneralName.iPAddress, new DEROctetString(address));
    }

    /** Lower case, international names as they stand in certificates, addresses in one form; each once. */
    static Set<String> canonical(Collection<String> names) {
        Set<String> canonical = new LinkedHashSet<>();
        for (String name : names) {
            byte[] address = NetUtil.createByteArrayFromIpAddressString(name.replaceAll("[\\[\\]]", ""));
            canonical.add(
                    address == null
                            ? IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT)
                            : NetUtil.bytesToIpAddress(address));
        }
        return canonical;
    }

    static Set<String> namesOf(X509Certificate certificate) throws GeneralSecurityException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        List<String> names = new ArrayList<>();
        if (alternatives != null) {
            alternatives.forEach(each -> names.add(String.valueOf(each.get(1))));
        }
        return canonical(names);
    }

    private static GeneralName dns(String name) {
        return new GeneralName(GeneralName.dNSName, name);
    }

    /** Address and mask, one after the other. */
    private static GeneralName range(String range) {
        String[] parts = range.split("/", 2);
        byte[] address = NetUtil.createByteArrayFromIpAddressString(parts[0]);
        byte[] both = Arrays.copyOf(address, address.length * 2);
        int bits = Integer.parseInt(parts[1]);
        for (int bit = 0; bit < bits; bit++) {
            both[address.length + bit / Byte.SIZE] |= (byte) (0x80 >> bit % Byte.SIZE);
        }
        return new GeneralName(GeneralName.iPAddress, new DEROctetString(both));
    }
}

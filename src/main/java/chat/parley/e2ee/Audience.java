package chat.parley.e2ee;

import chat.parley.crypto.seal.DeviceHistory;
import chat.parley.crypto.seal.DeviceId;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.Roster;
import chat.parley.model.UserId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who may read what this device writes to a room: the other devices, by the verified roster and lists alone.
 * {@code unknown}: members whose lists are not here yet; {@code skipped}: members whose account is not the pinned one, or
 * has changed and is not accepted.
 */
record Audience(
        Map<DeviceId, Device> devices,
        Map<UserId, OwnChain.Standing> standings,
        List<UserId> unknown,
        List<UserId> skipped) {
    record Device(UserId user, Octets key) {}

    static Audience of(Roster roster, Contacts contacts, Identity self) {
        Audience audience =
                new Audience(new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
        roster.members().forEach((user, member) -> audience.consider(user, member.fingerprint(), contacts));
        audience.devices.remove(self.deviceId());
        return audience;
    }

    private void consider(UserId user, Octets account, Contacts contacts) {
        Contact contact = contacts.get(user);
        if (contact == null) {
            unknown.add(user);
            return;
        }
        if (contact.isChanged() || !contact.fingerprint().equals(account)) {
            skipped.add(user);
            return;
        }
        DeviceHistory history = contacts.history(user, account);
        if (history == null) {
            unknown.add(user);
            return;
        }
        standings.put(
                user,
                new OwnChain.Standing(
                        account,
                        history.current().statement().epoch(),
                        history.current().removals()));
        history.current().devices().forEach((device, key) -> devices.put(device, new Device(user, key)));
    }
}

package chat.parley.e2ee;

import static chat.parley.e2ee.Vectors.array;
import static chat.parley.e2ee.Vectors.hex;
import static chat.parley.e2ee.Vectors.hexOf;
import static chat.parley.e2ee.Vectors.object;
import static chat.parley.e2ee.Vectors.octets;

import chat.parley.crypto.seal.AccountStatement;
import chat.parley.crypto.seal.BackupSegment;
import chat.parley.crypto.seal.DeviceId;
import chat.parley.crypto.seal.DeviceList;
import chat.parley.crypto.seal.DeviceListEntry;
import chat.parley.crypto.seal.Fingerprint;
import chat.parley.crypto.seal.KeyDelivery;
import chat.parley.crypto.seal.KeyRequest;
import chat.parley.crypto.seal.Label;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.PreKey;
import chat.parley.crypto.seal.RecoveryBox;
import chat.parley.crypto.seal.Roster;
import chat.parley.crypto.seal.RosterChange;
import chat.parley.crypto.seal.RosterEntry;
import chat.parley.crypto.seal.SealedMessage;
import chat.parley.crypto.seal.WireWriter;
import chat.parley.model.MessageId;
import chat.parley.model.Role;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.NullUnmarked;

/** Makes the {@code out} of a vector from its {@code in}. */
@NullUnmarked
final class VectorMaker {
    private VectorMaker() {}

    static ObjectNode make(String kind, JsonNode in) {
        return switch (kind) {
            case "hash" -> hash(in);
            case "device-id" ->
                object().put("key", signer(in, "deviceSeed").publicKey().hex())
                        .put("device", device(in).value());
            case "fingerprint" ->
                object().put(
                                "fingerprint",
                                Fingerprint.of(user(in, "user"), octets(in, "accountKey"))
                                        .hex());
            case "safety-number" ->
                object().put(
                                "digits",
                                SafetyNumber.of(
                                        user(in, "user"),
                                        octets(in, "accountKey"),
                                        user(in, "otherUser"),
                                        octets(in, "otherAccountKey")));
            case "statement" -> statement(in);
            case "device-list" -> deviceList(in);
            case "pre-key" ->
                bytes(PreKey.make(
                                signer(in, "deviceSeed"),
                                user(in, "user"),
                                preKeyKind(in.get("kind").asInt()),
                                in.get("id").asLong(),
                                Agreement.publicKey(hex(in, "preKeyPrivate")),
                                time(in))
                        .bytes());
            case "roster" -> roster(in);
            case "profile" -> profile(in);
            case "chain" -> chain(in);
            case "message" -> bytes(message(in).bytes());
            case "payload" -> bytes(Octets.of(payload(in).toBytes()));
            case "delivery" -> delivery(in);
            case "request" -> bytes(request(in).bytes());
            case "words" -> object().put("words", String.join(" ", Words.encode(hex(in, "recoveryKey"))));
            case "recovery-box" -> bytes(box(in).bytes());
            case "backup" -> backup(in);
            case "padme" -> object().put("padded", Padding.padme(in.get("size").asLong()));
            case "stream" -> stream(in);
            case "approval" -> approval(in);
            case "approval-code" -> approvalCode(in);
            default -> throw new IllegalArgumentException("No vectors of this kind: " + kind);
        };
    }

    static UserId user(JsonNode in, String field) {
        return new UserId(in.get(field).asText());
    }

    static SigningKey signer(JsonNode in, String field) {
        return SigningKey.of(hex(in, field));
    }

    private static DeviceId device(JsonNode in) {
        return DeviceId.of(signer(in, "deviceSeed").publicKey());
    }

    private static long time(JsonNode in) {
        return in.get("time").asLong();
    }

    private static ObjectNode bytes(Octets bytes) {
        return object().put("bytes", bytes.hex());
    }

    private static PreKey.Kind preKeyKind(int code) {
        return code == 1 ? PreKey.Kind.WEEKLY : PreKey.Kind.ONE_TIME;
    }

    private static ObjectNode hash(JsonNode in) {
        Label label = Arrays.stream(Label.values())
                .filter(l -> l.text().equals(in.get("label").asText()))
                .findFirst()
                .orElseThrow();
        return object().put("hash", label.hash(hex(in, "body")).hex());
    }

    private static ObjectNode statement(JsonNode in) {
        AccountStatement statement = AccountStatement.make(
                signer(in, "accountSeed"),
                user(in, "user"),
                in.get("epoch").asLong(),
                octets(in, "deviceSigningKey"),
                time(in));
        return bytes(statement.bytes()).put("hash", statement.hash().hex());
    }

    private static ObjectNode deviceList(JsonNode in) {
        DeviceList list = DeviceList.begin(AccountStatement.parse(octets(in, "statement")));
        SigningKey signing = signer(in, "deviceSigningSeed");
        for (JsonNode entry : in.get("entries")) {
            list = list.with(
                    switch (entry.get("kind").asText()) {
                        case "add" -> {
                            SigningKey device = signer(entry, "deviceSeed");
                            yield DeviceListEntry.add(
                                    signing,
                                    list,
                                    device.publicKey(),
                                    DeviceListEntry.proof(
                                            device, list.statement().user()),
                                    time(entry));
                        }
                        case "remove" ->
                            DeviceListEntry.remove(
                                    signing,
                                    list,
                                    new DeviceId(entry.get("device").asText()),
                                    time(entry));
                        default -> DeviceListEntry.renew(signing, list, time(entry));
                    });
        }
        ObjectNode out = object();
        out.set(
                "entries",
                array(list.entries().stream().map(e -> e.bytes().hex()).toList()));
        out.put("head", list.head().hex());
        out.set("devices", array(list.devices().keySet()));
        return out;
    }

    private static ObjectNode roster(JsonNode in) {
        Roster roster = null;
        RosterEntry.Kind kind = in.get("kind").asInt() == 1 ? RosterEntry.Kind.DIRECT : RosterEntry.Kind.PRIVATE;
        for (JsonNode node : in.get("entries")) {
            RosterEntry.Author author =
                    new RosterEntry.Author(user(node, "author"), signer(node, "deviceSeed"), octets(node, "listHead"));
            List<RosterChange> changes = changes(node.get("changes"));
            roster = roster == null
                    ? Roster.begin(RosterEntry.first(kind, octets(in, "random"), author, changes, time(node)))
                    : roster.with(RosterEntry.after(roster, author, changes, time(node)));
        }
        return roster(Objects.requireNonNull(roster));
    }

    static ObjectNode roster(Roster roster) {
        ObjectNode out = object();
        out.set(
                "entries",
                array(roster.entries().stream().map(e -> e.bytes().hex()).toList()));
        out.put("room", roster.room().value()).put("head", roster.head().hex());
        ArrayNode members = out.putArray("members");
        roster.members()
                .forEach((user, member) -> members.addObject()
                        .put("user", user.value())
                        .put("fingerprint", member.fingerprint().hex())
                        .put("role", member.role().rank()));
        return out.put("history", roster.history() == Room.History.ALL ? 1 : 2);
    }

    private static List<RosterChange> changes(JsonNode nodes) {
        List<RosterChange> changes = new ArrayList<>();
        for (JsonNode node : nodes) {
            changes.add(
                    switch (node.get("kind").asText()) {
                        case "add" -> new RosterChange.Add(user(node, "user"), octets(node, "fingerprint"), role(node));
                        case "remove" -> new RosterChange.Remove(user(node, "user"));
                        case "role" -> new RosterChange.SetRole(user(node, "user"), role(node));
                        case "history" ->
                            new RosterChange.SetHistory(
                                    node.get("rule").asInt() == 1 ? Room.History.ALL : Room.History.JOINED);
                        case "profile" -> new RosterChange.Profile(octets(node, "commitment"), octets(node, "sealed"));
                        case "account" -> new RosterChange.Account(user(node, "user"), octets(node, "fingerprint"));
                        case "origin" ->
                            new RosterChange.Origin(
                                    new RoomId(node.get("room").asText()),
                                    node.get("seq").asLong());
                        default -> new RosterChange.Confirm();
                    });
        }
        return changes;
    }

    private static Role role(JsonNode node) {
        return Role.ofRank(node.get("role").asInt());
    }

    private static ObjectNode profile(JsonNode in) {
        RosterChange.Profile profile =
                Profiles.sealWith(in.get("profile").asText(), hex(in, "profileKey"), hex(in, "nonce"));
        return object().put("commitment", profile.commitment().hex())
                .put("sealed", profile.sealed().hex());
    }

    private static ObjectNode chain(JsonNode in) {
        byte[] id = hex(in, "chainId");
        byte[] key = hex(in, "chainKey");
        List<String> messageKeys = new ArrayList<>();
        List<String> chainKeys = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            messageKeys.add(hexOf(Hkdf.derive(id, key, Label.MESSAGE_KEY, 44)));
            key = ChainKeys.next(id, key);
            chainKeys.add(hexOf(key));
        }
        ObjectNode out = object();
        out.set("messageKeys", array(messageKeys));
        out.set("chainKeys", array(chainKeys));
        return out;
    }

    static SealedMessage message(JsonNode in) {
        SealedMessage.Header header = new SealedMessage.Header(
                new RoomId(in.get("room").asText()),
                user(in, "sender"),
                new DeviceId(in.get("device").asText()),
                octets(in, "chainId"),
                in.get("index").asLong(),
                new MessageId(in.get("id").asText()),
                octets(in, "rosterHead"),
                octets(in, "listHead"));
        List<Long> abandoned = new ArrayList<>();
        in.get("abandoned").forEach(node -> abandoned.add(node.asLong()));
        byte[] plain =
                new PlainMessage(abandoned, in.get("content").asText().getBytes(StandardCharsets.UTF_8)).toBytes();
        return SealedMessage.make(
                signer(in, "chainSeed"),
                header,
                ChainKeys.sealMessage(hex(in, "chainId"), hex(in, "chainKey"), header.additionalData(), plain));
    }

    static Payload payload(JsonNode in) {
        List<Payload.Chain> chains = new ArrayList<>();
        for (JsonNode node : in.get("chains")) {
            chains.add(new Payload.Chain(
                    user(node, "owner"),
                    new DeviceId(node.get("device").asText()),
                    octets(node, "chainId"),
                    node.get("index").asLong(),
                    hex(node, "chainKey"),
                    octets(node, "key"),
                    node.get("began").asLong(),
                    octets(node, "previous"),
                    node.get("previousLength").asLong()));
        }
        JsonNode keys = in.get("keys");
        return new Payload(
                in.get("profileKey").isNull() ? null : hex(in, "profileKey"),
                chains,
                keys.isNull()
                        ? null
                        : new Payload.AccountKeys(
                                keys.get("epoch").asLong(),
                                hex(keys, "deviceSigningSeed"),
                                keys.get("generation").asLong(),
                                hex(keys, "backupKey")));
    }

    static KeyDelivery.Header deliveryHeader(JsonNode in) {
        return new KeyDelivery.Header(
                Arrays.stream(KeyDelivery.Purpose.values())
                        .filter(purpose -> purpose.code() == in.get("purpose").asInt())
                        .findFirst()
                        .orElseThrow(),
                new RoomId(in.get("room").asText()),
                octets(in, "rosterHead"),
                user(in, "sender"),
                device(in),
                octets(in, "listHead"),
                user(in, "recipient"),
                new DeviceId(in.get("recipientDevice").asText()),
                preKeyKind(in.get("preKeyKind").asInt()),
                in.get("preKeyId").asLong(),
                time(in));
    }

    private static ObjectNode delivery(JsonNode in) {
        KeyDelivery.Header header = deliveryHeader(in);
        Hpke.Sealed sealed = Hpke.seal(
                Agreement.publicKey(hex(in, "preKeyPrivate")),
                Surroundings.system().bytes(32),
                Label.KEY_DELIVERY.before(),
                header.toBytes(),
                hex(in, "payload"));
        KeyDelivery delivery = KeyDelivery.make(signer(in, "deviceSeed"), header, sealed.enc(), sealed.ciphertext());
        return bytes(delivery.bytes()).put("id", delivery.id());
    }

    private static KeyRequest request(JsonNode in) {
        return KeyRequest.make(
                new RosterEntry.Author(user(in, "asker"), signer(in, "deviceSeed"), octets(in, "listHead")),
                new RoomId(in.get("room").asText()),
                octets(in, "rosterHead"),
                in.get("to").asInt() == 1 ? KeyRequest.To.OWN_DEVICES : KeyRequest.To.OWNER,
                new KeyRequest.Wanted(
                        user(in, "owner"),
                        new DeviceId(in.get("ownerDevice").asText()),
                        octets(in, "chainId"),
                        in.get("index").asLong()),
                time(in));
    }

    private static RecoveryBox box(JsonNode in) {
        byte[] keys = hex(in, "backupKey");
        List<byte[]> backupKeys = new ArrayList<>();
        for (int at = 0; at < keys.length; at += 32) {
            backupKeys.add(Arrays.copyOfRange(keys, at, at + 32));
        }
        return RecoveryKey.of(hex(in, "recoveryKey"))
                .seal(
                        new RecoveryBox.Header(
                                user(in, "user"),
                                octets(in, "fingerprint"),
                                in.get("epoch").asLong(),
                                in.get("generation").asLong()),
                        new RecoveryKey.Content(hex(in, "accountSeed"), backupKeys),
                        hex(in, "accountNonce"),
                        hex(in, "backupNonce"));
    }

    private static ObjectNode backup(JsonNode in) {
        List<byte[]> records = new ArrayList<>();
        for (JsonNode record : in.get("records")) {
            records.add(new WireWriter()
                    .u8(record.get("type").asInt())
                    .bytes16(hex(record, "fields"))
                    .toBytes());
        }
        BackupSegment segment = BackupCipher.seal(
                hex(in, "backupKey"),
                new BackupSegment.Header(
                        Arrays.stream(BackupSegment.Kind.values())
                                .filter(kind -> kind.code() == in.get("kind").asInt())
                                .findFirst()
                                .orElseThrow(),
                        user(in, "user"),
                        in.get("generation").asLong(),
                        in.get("counter").asLong(),
                        octets(in, "previous"),
                        in.get("base").asLong()),
                hex(in, "nonce"),
                records);
        return bytes(segment.bytes()).put("hash", segment.hash().hex());
    }

    static byte[] content(JsonNode in, int from, int to) {
        byte[] content = new byte[to - from];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (7L * (from + i));
        }
        return content;
    }

    private static ObjectNode stream(JsonNode in) {
        int length = in.get("content").get("length").asInt();
        SealedFile file = new SealedFile(new SealedFile.Key(hex(in, "key"), hex(in, "prefix")), length);
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        SealedFile.Hash hash = new SealedFile.Hash();
        int at = 0;
        for (long chunk = 0; chunk < file.chunks(); chunk++) {
            byte[] content = content(in, at, at + file.contentOf(chunk));
            at += content.length;
            hash.add(file.padded(chunk, content));
            byte[] bytes = file.seal(chunk, content);
            sealed.writeBytes(bytes);
            if (!Arrays.equals(file.open(chunk, bytes), file.padded(chunk, content))) {
                throw new AssertionError("Not what was sealed");
            }
        }
        return object().put("length", file.sealedLength())
                .put("sha256", hexOf(SealedFile.Hash.sha256(sealed.toByteArray())))
                .put("hash", hash.value().hex());
    }

    private static ObjectNode approval(JsonNode in) {
        UserId user = user(in, "user");
        Approval.Reveal reveal = Approval.Reveal.of(user, hex(in, "newPrivate"), signer(in, "newDeviceSeed"));
        byte[] hello = Approval.hello(user, reveal);
        byte[] answer = Approval.answer(hex(in, "approverPrivate"));
        Approval.Common common =
                Approval.common(hello, answer, reveal.toBytes(), hex(in, "newPrivate"), Approval.answered(answer));
        ObjectNode out = object().put("hello", hexOf(hello))
                .put("answer", hexOf(answer))
                .put("reveal", hexOf(reveal.toBytes()))
                .put("transcript", common.transcript().hex());
        out.set("emoji", array(common.emoji()));
        return out.put("granted", hexOf(common.seal(hex(in, "grant"))));
    }

    private static ObjectNode approvalCode(JsonNode in) {
        UserId user = user(in, "user");
        byte[] code = Approval.code(
                user, Approval.Reveal.of(user, hex(in, "newPrivate"), signer(in, "newDeviceSeed")), hex(in, "random"));
        byte[] answer = Approval.answer(hex(in, "approverPrivate"));
        Approval.Common common = Approval.common(code, answer, hex(in, "newPrivate"), Approval.answered(answer));
        return object().put("code", Approval.text(code))
                .put("answer", hexOf(answer))
                .put("transcript", common.transcript().hex())
                .put("granted", hexOf(common.seal(hex(in, "grant"))));
    }
}

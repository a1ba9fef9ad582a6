import type { Account } from './account';
import {
  type Agreement, agreeByCode, agreeByEmoji, emojiOf, EMOJI, heldByCode, makeAnswer, makeCode, makeHello, makeReveal, openGrant, openReveal, readAnswer, readCode,
  readGrant, readHello, type Reveal, sealGrant, writeGrant,
} from './approval';
import { type Bytes, equal, Malformed } from './bytes';
import type { Contacts } from './contacts';
import { deviceProof, devicesAt, devicesOf, headOf, lastEpoch, type ListBytes } from './device-list';
import { deviceId } from './names';
import { readSegment } from './backup-segment';
import { agreementKey, signingKey } from './primitives';
import type { Records, World } from './records';
import type { Self } from './state';

export type Emoji = readonly [emoji: string, name: string];
const emojis = (agreement: Agreement): Emoji[] => emojiOf(agreement).map((number) => EMOJI[number]!);

/** A device that is not of the account yet and asks another one to let it in. Lives as long as the page that asks. */
export class NewDevice {
  private agreement: Agreement | null = null;
  private confirmed = false;

  private constructor(
    private readonly user: string,
    private readonly seed: Bytes,
    private readonly ephemeral: Bytes,
    private readonly random: Bytes,
    /** What is sent after the answer, and committed to before. */
    private readonly reveal: Bytes,
    private readonly records: Records,
    private readonly account: Account,
  ) {}

  static async begin(user: string, world: World, records: Records, account: Account): Promise<NewDevice> {
    const seed = world.random(32);
    const ephemeral = world.random(32);
    const deviceKey = signingKey(seed);
    const reveal = makeReveal({ ephemeral: agreementKey(ephemeral), deviceKey, proof: await deviceProof(user, seed, deviceKey) });
    return new NewDevice(user, seed, ephemeral, world.random(32), reveal, records, account);
  }

  /** For the way by emoji: the first message. */
  get hello(): Bytes {
    return makeHello(this.user, this.reveal);
  }

  /** For the way by code: what is shown as a QR code, or pasted at the other device. */
  get code(): string {
    return makeCode(this.user, this.reveal, this.random);
  }

  /** The answer to {@link hello}: the reveal that is to be sent, and the emoji to compare. */
  async answered(answer: Bytes): Promise<{ reveal: Bytes; emoji: Emoji[] }> {
    if (this.agreement !== null) throw new Malformed('answered twice');
    this.agreement = await agreeByEmoji(this.hello, answer, this.reveal, this.ephemeral, readAnswer(answer));
    return { reveal: this.reveal, emoji: emojis(this.agreement) };
  }

  /** The user says that both screens show the same. */
  confirm = () => void (this.confirmed = true);

  /** The answer of a device that read the code. */
  async answeredByCode(answer: Bytes): Promise<void> {
    if (this.agreement !== null) throw new Malformed('answered twice');
    const held = heldByCode(this.user, this.reveal, this.random);
    this.agreement = await agreeByCode(held, this.random, answer, this.ephemeral, readAnswer(answer));
    this.confirmed = true;
  }

  /** What the other device handed over; this device is of the account from then. Its pre-keys are to be published. */
  granted(bytes: Bytes, lists: ListBytes, segments: Bytes[], newest: number): Promise<{ preKeys: Bytes[] }> {
    return this.records.turn(async () => {
      if (this.agreement === null || !this.confirmed) throw new Malformed('granted before it was confirmed');
      const grant = readGrant(await openGrant(this.agreement, bytes));
      const pinned = segments.map(readSegment).find(({ counter }) => counter === grant.counter);
      if (newest < grant.counter || (pinned !== undefined && !equal(pinned.hash, grant.segment))) throw new Malformed('the backup is not the one that the other device knows');
      const history = await this.account.join(this.user, this.seed, { ...grant, oldBackupKeys: [] }, lists, segments, newest);
      const id = deviceId(signingKey(this.seed));
      if (!devicesAt(history, grant.listHead)?.devices.some((device) => device.id === id) || !devicesOf(lastEpoch(history)).some((device) => device.id === id)) {
        throw new Malformed('the device list lacks this device');
      }
      return { preKeys: await this.account.preKeys(0) };
    });
  }
}

/** A device of the account that lets another one in. */
export class Approver {
  private hello: Bytes | null = null;
  private answer: Bytes;
  private readonly ephemeral: Bytes;
  private agreed: { agreement: Agreement; device: Reveal } | null = null;

  constructor(
    world: World,
    private readonly records: Records,
    private readonly contacts: Contacts,
    private readonly account: Account,
    private readonly self: () => Promise<Readonly<Self>>,
  ) {
    this.ephemeral = world.random(32);
    this.answer = makeAnswer(agreementKey(this.ephemeral));
  }

  /** By emoji: the answer to a new device's first message. */
  async greeted(hello: Bytes): Promise<Bytes> {
    if (this.hello !== null) throw new Malformed('greeted twice');
    if (readHello(hello).user !== (await this.self()).user) throw new Malformed("another user's device");
    this.hello = hello;
    return this.answer;
  }

  /** By emoji: what the new device committed to; the emoji to compare. */
  async revealed(reveal: Bytes): Promise<{ device: string; emoji: Emoji[] }> {
    if (this.hello === null || this.agreed !== null) throw new Malformed('revealed out of turn');
    const device = await openReveal((await this.self()).user, this.hello, reveal);
    const agreement = await agreeByEmoji(this.hello, this.answer, reveal, this.ephemeral, device.ephemeral);
    this.agreed = { agreement, device };
    return { device: deviceId(device.deviceKey), emoji: emojis(agreement) };
  }

  /** By code: what the new device shows was read; the answer is to be sent. */
  async read(code: string): Promise<{ device: string; answer: Bytes }> {
    const device = await readCode((await this.self()).user, code);
    this.agreed = { device, agreement: await agreeByCode(device.held, device.random, this.answer, this.ephemeral, device.ephemeral) };
    return { device: deviceId(device.deviceKey), answer: this.answer };
  }

  /** The user says that it is theirs: the entry that adds it, to be published. */
  confirm(): Promise<Bytes> {
    return this.records.turn(async () => {
      if (this.agreed === null) throw new Malformed('nothing to confirm yet');
      return this.account.addDevice(this.agreed.device.deviceKey, this.agreed.device.proof);
    });
  }

  /** When the own list has the device: what it needs to know. */
  grant(): Promise<Bytes> {
    return this.records.turn(async () => {
      const self = await this.self();
      const history = await this.contacts.current(self.user);
      const epoch = history && lastEpoch(history);
      const device = this.agreed && deviceId(this.agreed.device.deviceKey);
      if (epoch === null || this.agreed === null || !devicesOf(epoch).some(({ id }) => id === device)) throw new Malformed('the device is not on the list yet');
      const { fingerprint, signingSeed, generation, backupKey, counter, segment } = self;
      return sealGrant(this.agreed.agreement, writeGrant({ fingerprint, epoch: self.epoch, signingSeed, generation, backupKey, listHead: headOf(epoch), counter, segment }));
    });
  }
}
